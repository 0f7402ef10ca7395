"""Makes plain nbgrader commands, its API and the formgrader build first and grade in the sealed engine."""

try:
    from sealgrade.nbgrader_steps import configure

    configure(get_config())
except Exception as error:  # raised further, nbgrader would only log it, and run submissions outside the engine
    raise SystemExit(f"{error}: this course is graded by sealgrade. Use the nbgrader of `make env`: .venv/bin/nbgrader.") from error
