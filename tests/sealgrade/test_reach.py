"""Which exercises can notice a bank file: its own always, others only through names or through what it does at once."""

import pytest
import scratch

from sealgrade import bank
from sealgrade.course import Course
from sealgrade.demo import solved
from sealgrade.reach import noticing

ADDS = "def add_one(x):\n    return x + 2"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return scratch.write_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def noticed_by(root):
    """The exercises that can notice a wrong file with this text, after a change of the master."""
    master = root / "solutions/sums/Sums.py"
    before = master.read_text()

    def asked(source, change=("", "")):
        master.write_text(before.replace(*change))
        scratch.write_bank(root, **{"wrong/add_one__tried": ("A bug.\nCaught by: test_adds_one", source)})
        course = Course.load(root)
        (file,) = [file for file in bank.load(course, course.pick("sums")) if file.path.stem == "add_one__tried"]
        notebook = course.pick("sums").notebook[0]
        return noticing(course, "sums", notebook, solved(course, "sums", notebook), file)

    yield asked
    master.write_text(before)


@pytest.mark.parametrize(
    "source",
    [
        ADDS,
        "import numpy as np\n\n" + ADDS,  # as the notebook has it
        "import math\n\nHALF = 0.5\n\ndef helper(x, by=HALF):\n    return x\n\nclass Two:\n    value = 2\n\n" + ADDS,
    ],
)
def test_file_that_only_defines_stays_with_its_exercise(noticed_by, source):
    assert noticed_by(source) == {"add_one"}


@pytest.mark.parametrize(
    "source",
    [
        "np = None\n\n" + ADDS,
        "import math as np\n\n" + ADDS,
        "from math import *\n\n" + ADDS,
        "print('now')\n\n" + ADDS,
        "import numpy as np\n\nnp.e = 3\n\n" + ADDS,
        "def double(x):\n    return x\n\n" + ADDS,
        "VALUE = open('file')\n\n" + ADDS,
        "@print\ndef helper():\n    pass\n\n" + ADDS,
        ADDS.replace("(x)", "(x, now=print())"),
        "class Odd(type('Base', (), {})):\n    value = 2\n\n" + ADDS,
        "class Odd:\n    print('now')\n\n" + ADDS,
        "if True:\n    double = None\n\n" + ADDS,
    ],
)
def test_file_that_does_more_is_noticed_everywhere(noticed_by, source):
    assert noticed_by(source) == {"add_one", "double"}


def test_exercise_that_uses_the_function_through_another_notices(noticed_by):
    calls = ("np.multiply(x, 2.0)", "further(x) + x - 1")
    helper = "def check(exercise):\n    print(exercise)\n\n\ndef further(x):\n    return add_one(x)\n"
    assert noticed_by(ADDS, ("def check(exercise):\n    print(exercise)\n", helper)) == {"add_one"}  # defined, but never called
    assert noticed_by(ADDS, calls) == {"add_one"}  # no such helper
    both = ("def check(exercise):\n    print(exercise)\n", helper.replace("further", "double"))
    assert noticed_by(ADDS, both) == {"add_one", "double"}


def test_statement_that_runs_at_once_notices(noticed_by):
    assert noticed_by(ADDS, ("import numpy as np\n", "import numpy as np\n\nshift = lambda: add_one(1)\n")) == {"add_one", "double"}
