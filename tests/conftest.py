"""How the tests share two processes: who gets which, and a core of its own for each, so that neither waits for the other's work."""

import os

import pytest

import sealgrade  # noqa: F401 - before anything that imports jsonschema: see its first lines

LONGEST = ("test_docs.py", "test_nbgrader_fidelity.py", "test_problem_sets.py", "test_notebooks.py")
BY_SET = ("test_attacks.py", "test_bank_in_process.py", "test_notebooks.py", "test_problem_sets.py")


def pytest_configure(config):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})


def pytest_collection_modifyitems(items):
    """What takes longest goes first, so that neither process has much left when the other one is done."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests go to the processes by file; those that repeat the same for problem sets or profiles, by their first parameter."""
    from xdist.scheduler import LoadFileScheduling

    class BySet(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file, _, test = nodeid.partition("::")
            parameter = test.partition("[")[2].partition("-")[0].removesuffix("]")
            return f"{file}::{parameter}" if file.endswith(BY_SET) else file

    return BySet(config, log) if config.getvalue("dist") == "loadfile" else None
