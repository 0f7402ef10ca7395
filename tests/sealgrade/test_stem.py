"""What the warm process imports: the course's own packages, also where others of the same name are installed."""

from sealgrade.engine.client import Engine, Setup, Task

TEST = """
def test_reads(student):
    from pixelgrad import WHERE
    assert WHERE == "the course", WHERE
    assert student.call("read").value == "its data"
"""


def test_the_courses_package_goes_before_an_installed_one_of_its_name(tmp_path):
    """Student code and hidden tests import it, and student code reads its files, which it could not elsewhere."""
    package = tmp_path / "course" / "src" / "pixelgrad"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("WHERE = 'the course'\n")
    (package / "data.txt").write_text("its data")
    hidden = tmp_path / "course" / "test_read.py"
    hidden.write_text(TEST)
    cell = "import pixelgrad\nfrom pathlib import Path\n"
    cell += "def read():\n    return (Path(pixelgrad.__file__).parent / 'data.txt').read_text()"
    with Engine(Setup(tmp_path / "course", [hidden], [package], ["pixelgrad"])) as engine:
        result = engine.grade(Task("nb", [(0, cell)], [{"id": "read", "points": 1.0, "rule": "proportional"}], b"x"))
    (exercise,) = result.exercises
    assert exercise.score == 1.0, exercise
