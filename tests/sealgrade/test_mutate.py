"""`sealgrade mutate`: changes stay inside the solution, survivors are shown, marks of equivalence are honoured and kept fresh."""

import ast
import io
from pathlib import Path

import pytest
import scratch
from cosmic_ray.mutating import mutate_code
from rich.console import Console
from test_verify import sealgrade

from sealgrade import mutate, mutations, scoring, tables
from sealgrade.course import Course
from sealgrade.errors import CourseError

ROOT = Path(__file__).parents[2]
SWAPPED = """
[[equivalent]]
function = "double"
was = "return np.multiply(x, 2.0)"
becomes = "return np.multiply(2.0, x)"
reason = "Multiplication is commutative."
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    yield Course.load(scratch.write_course(tmp_path_factory.mktemp("course")))
    scoring.forget_engines()


@pytest.fixture
def marks(course):
    """Write equivalent.toml; it is gone after the test."""
    path = course.root / "tests/sums/bank/equivalent.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    yield path.write_text
    path.unlink(missing_ok=True)


@pytest.mark.parametrize("operator", mutations.OWN, ids=lambda operator: operator.__name__)
def test_operator_does_what_its_examples_say(operator):
    for example in operator.examples():
        code = mutate_code(example.pre_mutation_code, operator(), example.occurrence)
        assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(example.post_mutation_code)), code


def test_changes_stay_between_the_marks(course):
    found = mutate.mutants(course, "sums")
    assert {mutant.function for mutant in found} == {"add_one", "double"}
    for mutant in found:
        old, new = mutant.before.splitlines(), mutant.after.splitlines()
        begin, end = old.index("    ### BEGIN SOLUTION"), old.index("    ### END SOLUTION")
        assert old[: begin + 1] == new[: begin + 1] and old[end:] == new[end - len(old) :]


def test_no_two_mutants_are_the_same_and_none_is_the_solution(course):
    found = [ast.dump(ast.parse(mutant.after)) for mutant in mutate.mutants(course, "sums")]
    assert len(found) == len(set(found)) >= 15
    assert not set(found) & {ast.dump(ast.parse(mutant.before)) for mutant in mutate.mutants(course, "sums")}


def test_every_method_of_a_class_is_changed():
    """A class is one cell with several solutions: in the real course, the pool of fakes."""
    found = mutate.mutants(Course.load(ROOT), "cyclegan", "ImagePool")
    (before,) = {mutant.before for mutant in found}
    lines = before.splitlines()
    query = next(number for number, line in enumerate(lines) if "def query" in line)
    touched = {
        next(k for k, (old, new) in enumerate(zip(lines, mutant.after.splitlines(), strict=False)) if old != new) for mutant in found
    }
    assert any(number < query for number in touched) and len([number for number in touched if number > query]) >= 4


def test_survivor_is_shown_as_a_diff(course):
    words = sealgrade(course.root, "mutate", "sums", code=2)
    assert "-    return np.multiply(x, 2.0)" in words and "+    return np.multiply(2.0, x)" in words
    assert "1 mutant survives" in words and "tests/sums/bank/equivalent.toml" in words


def test_lines_of_a_survivor_stay_whole_in_a_narrow_terminal(course):
    line = "return torch.nn.functional.conv2d(images, kernel, padding='same')[:, :, 2:-2, 2:-2].abs().amax(dim=(2, 3))"
    mutant = mutate.Mutant(
        notebook="Sums", exercise="double", function="double", operator="DropCall", before="", after=line,
    )  # fmt: skip
    console = Console(width=40, file=io.StringIO())
    with pytest.raises(CourseError):
        tables.conclude_mutation(console, mutate.Mutation(slug="sums", caught={"double": 0}, survivors=[mutant]))
    assert line in console.file.getvalue()


def test_marked_mutant_is_no_survivor(course, marks):
    marks(SWAPPED)
    words = sealgrade(course.root, "mutate", "sums", "--function", "double")
    assert "1 marked equivalent, 0 survived" in words and "add_one" not in words


def test_stale_mark_is_reported(course, marks):
    marks(SWAPPED + SWAPPED.replace("(2.0, x)", "(x, 3.0)"))
    found = mutate.mutate(course, "sums", "double")
    assert [entry.becomes for entry in found.stale] == ["return np.multiply(x, 3.0)"]
    assert found.survivors == [] and len(found.equivalent) == 1


def test_mark_without_a_reason_is_refused(course, marks):
    marks(SWAPPED.replace("Multiplication is commutative.", ""))
    with pytest.raises(CourseError, match="reason"):
        mutate.equivalents(course, "sums")


def test_unknown_function_names_the_nearest(course):
    with pytest.raises(CourseError) as caught:
        mutate.mutants(course, "sums", "duoble")
    assert "Did you mean 'double'" in caught.value.hint


@pytest.mark.parametrize("slug", [path.parts[-3] for path in sorted(ROOT.glob("tests/*/bank/equivalent.toml"))])
def test_every_mark_of_the_real_course_fits_a_mutant(slug):
    """Whether the mutants still survive is for `sealgrade mutate` to say; here, that none is named that cannot be made."""
    course = Course.load(ROOT)
    made = {mutant.key for mutant in mutate.mutants(course, slug)}
    assert [entry for entry in mutate.equivalents(course, slug) if entry.key not in made] == []
