"""Gradescope: one zip that holds an autograder, and what runs inside its container.

`bundle` writes the zip, `container` is what run_autograder starts, `report` makes results.json, `dryrun` plays the platform on
this machine. Facts about the platform are from its documentation (gradescope-autograders.readthedocs.io): files at the
zip's root, /autograder/{source,submission,results}, submission_metadata.json, results.json and its limits.

Not covered: the platform's real container, which nobody could look at from here; the dry run imitates its layout and its root
without namespaces.
"""
