"""Which tests stay together where two processes run them: those of one file; the longest files are cut by problem set."""

import pytest

CUT = {"test_bank_in_process.py", "test_notebooks.py", "test_verify.py"}


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the marks
def pytest_collection_modifyitems(config, items):
    if config.getoption("loadgroup", False):
        for item in items:
            item.add_marker(pytest.mark.xdist_group(group(item)))


def group(item):
    """The file, and the problem set where a test of a long file is about one."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    slug = parameters.get("slug") or getattr(parameters.get("assignment"), "slug", "")
    return f"{item.path.name} {slug if item.path.name in CUT else ''}".strip()
