"""What several test files share: one engine for all that need no particular profile, and a course after grading."""

import classroom
import pytest
from profiles import Range, unavailable


@pytest.fixture(scope="session")
def arena():
    """A running engine with its hidden tests of `f` and `g`; see `profiles.Range`."""
    reasons = [unavailable(profile) for profile in ("full", "user")]
    if all(reasons):
        pytest.skip(f"NOTHING CAN BE CONFINED HERE: {reasons}")
    arena = Range()
    yield arena
    arena.close()


@pytest.fixture(scope="session")
def gradebook_template(tmp_path_factory):
    return classroom.empty_gradebook(tmp_path_factory.mktemp("gradebook"))


@pytest.fixture
def course(tmp_path, gradebook_template):
    """A scratch course with a gradebook that knows its assignment; it is the working directory, as for the commands."""
    with classroom.working_in(tmp_path):
        yield classroom.new(tmp_path, gradebook_template)
