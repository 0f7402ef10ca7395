"""`sealgrade verify`: proof, in the sealed engine, that the hidden tests of an assignment tell right from wrong.

The worked solution earns full marks, the release nothing. Every wrong file of the bank fails on the test that it names, by
what that test asks and not by an error that any test would meet, under every seed; the other exercises keep their
points. Every right file earns full marks. No test is idle. What does not hold is a `Disagreement`.

Not proven: that no other mistake slips through (see `sealgrade mutate`), and anything about written answers. To save time, the
other exercises are run where they can notice the file (see `reach`), and they and the tests that a wrong file does not name
under the first seed only.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from sealgrade import bank, report
from sealgrade.bank import BankFile
from sealgrade.bench import Bench
from sealgrade.course import Course
from sealgrade.errors import CourseError
from sealgrade.nbgrader_steps import skeleton
from sealgrade.reach import noticing
from sealgrade.results import ExerciseResult, TestResult

# A solution that dies of one of these shows nothing about a test: it would fail any test that calls it.
TELLS_NOTHING = {"NameError", "UnboundLocalError", "AttributeError", "ImportError", "ModuleNotFoundError", "NotImplementedError"}
HONEST = {"property", "raised", "timeout", "memory", "output"}  # kinds of failure that can be about a bug


class Failure(BaseModel):
    """How a test failed. `honest`: the failure can be about the bug."""

    kind: str
    text: str
    honest: bool


class Row(BaseModel):
    """A bank file and what became of it: per seed, the failed tests of its own exercise; points lost elsewhere.

    Under the seeds after the first, only the named test of a wrong file was run.
    """

    file: BankFile
    failures: list[dict[str, Failure]] = []
    damage: list[str] = []


class Disagreement(BaseModel):
    """What the bank or the course says, what happened, and what to do about it."""

    file: str
    expected: str
    happened: str
    next: str


class Verification(BaseModel):
    """Everything that was found about one notebook; `tests`: exercise -> names of its hidden tests, in order."""

    slug: str
    notebook: str
    seeds: int
    tests: dict[str, list[str]]
    rows: list[Row] = []
    idle: list[str] = []
    disagreements: list[Disagreement] = []


def verify(course: Course, slug: str, seeds: int, step: Callable[[int, int], None] = lambda done, total: None) -> list[Verification]:
    """Verify every notebook of an assignment; `step` hears how many of how many gradings are done."""
    assignment = course.pick(slug)
    graded = [notebook for notebook in assignment.notebook if notebook.exercise]
    if not graded:
        raise CourseError(f"{slug!r} has no exercise that is graded by tests.", "Add one: docs/add_an_exercise.md.")
    files = bank.load(course, assignment)
    total = seeds * len(files) + (1 + seeds) * len(graded)
    count = iter(range(1, total + 1))
    found = []
    for notebook in graded:
        mine = [file for file in files if file.notebook == notebook.name]
        found.append(_notebook(Bench.of(course, slug, notebook, total), mine, seeds, lambda: step(next(count, total), total)))
    found[0].disagreements[:0] = [_flawed(course, file) for file in files if not file.notebook]
    return found


def as_json(found: list[Verification]) -> str:
    return (
        TypeAdapter(list[Verification]).dump_json(found, indent=1, exclude={"__all__": {"rows": {"__all__": {"file": {"cells"}}}}}).decode()
    )


def _notebook(bench: Bench, files: list[BankFile], seeds: int, step: Callable[[], None]) -> Verification:
    tests: dict[str, list[str]] = {exercise.id: [] for exercise in bench.notebook.exercise}
    for test in bench.pool.running().tests:
        if test["exercise"] in tests:
            tests[test["exercise"]].append(test["name"])
    found = Verification(slug=bench.slug, notebook=bench.notebook.name, seeds=seeds, tests=tests)
    found.disagreements += [*_ends(bench, seeds, step), *_empty(bench, files)]
    for row in bench.each(lambda file: _row(bench, file, seeds, step), files):
        found.rows.append(row)
        found.disagreements += _judge(bench.course, row, tests[row.file.exercise])
    found.disagreements += _idle(bench, found)
    return found


def _row(bench: Bench, file: BankFile, seeds: int, step: Callable[[], None]) -> Row:
    row = Row(file=file)
    for seed in range(seeds):
        if not file.flaw:
            _grade(bench, row, seed)
        step()
    return row


def _grade(bench: Bench, row: Row, seed: int) -> None:
    """Grade a file under one seed: under the first all that can notice it; then a right file's exercise, a wrong file's named test."""
    file = row.file
    asked = {file.exercise} if seed else noticing(bench.course, bench.slug, bench.notebook, bench.right, file)
    result = bench.grade(file.cells, seed, asked, file.named if seed else "")
    for exercise in result.exercises:
        if exercise.exercise == file.exercise:
            row.failures.append({test.name: failure(test) for test in exercise.tests if test.outcome == "failed"})
        elif exercise.score < exercise.points:
            row.damage.append(_loss(exercise))


def failure(test: TestResult) -> Failure:
    cause = test.message.split(":")[0].strip()
    honest = test.kind in HONEST and not (test.kind == "raised" and cause in TELLS_NOTHING)
    return Failure(kind=test.kind, text=report.reason(test)[:300], honest=honest)


def _loss(exercise: ExerciseResult) -> str:
    first = next(test for test in exercise.tests if test.outcome == "failed")
    return f"{exercise.exercise} earns {exercise.score:g} of {exercise.points:g}: {first.name} fails ({report.reason(first)[:200]})"


def _ends(bench: Bench, seeds: int, step: Callable[[], None]) -> Iterator[Disagreement]:
    """The two ends of the scale: the solution earns everything, under every seed, and the release nothing."""
    master = _shown(bench.course, bench.course.master(bench.slug, bench.notebook.name))
    for seed in range(seeds):
        for exercise in bench.grade({}, seed).exercises:
            if exercise.score < exercise.points:
                yield Disagreement(
                    file=master, expected="the solution earns full marks", happened=_loss(exercise), next="Mend the solution, or the test."
                )
        step()
    released = bench.grade_notebook(skeleton(bench.course, bench.slug, bench.notebook.name))
    for exercise in released.exercises:
        passed = [test.name for test in exercise.tests if test.outcome == "passed"]
        if passed:
            tests = _shown(bench.course, bench.course.root / "tests" / bench.slug / f"test_{exercise.exercise}.py")
            happened = f"{', '.join(passed)} passes where nothing is implemented"
            yield Disagreement(file=tests, expected="the release earns nothing", happened=happened, next="Let the test call the function.")
    step()


def _empty(bench: Bench, files: list[BankFile]) -> Iterator[Disagreement]:
    for _, function in bank.functions_of(bench.notebook):
        for verdict in ("wrong", "right"):
            if not any(file.function == function and file.verdict == verdict for file in files):
                yield Disagreement(
                    file=f"tests/{bench.slug}/bank/{verdict}/",
                    expected=f"at least one file for {function}",
                    happened="there is none",
                    next=f"Write {verdict}/{function}__<{'bug' if verdict == 'wrong' else 'idea'}>.py.",
                )


def _judge(course: Course, row: Row, tests: list[str]) -> Iterator[Disagreement]:
    """What is wrong with one bank file, or with the tests that should have told it."""
    file = row.file
    if file.flaw:
        yield _flawed(course, file)
        return
    for damage in row.damage:
        yield _about(course, row, "the other exercises keep full marks", damage, "Rename what the file redefines; other cells use it.")
    if file.verdict == "right":
        for seed, failed in enumerate(row.failures):
            for test, how in failed.items():
                yield _about(
                    course, row, f"full marks (seed {seed})", f"{test} fails: {how.text}", "Let the test accept it, or drop the file."
                )
                return
    else:
        yield from _judge_wrong(course, row, tests)


def _judge_wrong(course: Course, row: Row, tests: list[str]) -> Iterator[Disagreement]:
    named = row.file.named
    expected = f"{named} fails"
    others = sorted({test for failed in row.failures for test in failed})
    caught = [named in failed for failed in row.failures]
    if named not in tests:
        yield _about(course, row, expected, f"there is no test of that name; {_list(others)}", "Name a test of this exercise.")
    elif not any(caught) and others:
        yield _about(course, row, expected, f"it passes; {_list(others)}", f"Name the test that is about this bug, or sharpen {named}.")
    elif not any(caught):
        yield _about(course, row, expected, "every test passes", f"Sharpen {named}, or move the file to right/ if it is right.")
    elif not all(caught):
        happened = f"luck: it fails for {sum(caught)} of {len(caught)} seeds (not for {caught.index(False)})"
        yield _about(course, row, expected + " whatever the seed", happened, f"Choose data in {named} that always show the bug.")
    else:
        how = next((failed[named] for failed in row.failures if not failed[named].honest), None)
        if how:
            yield _about(
                course, row, expected + " because of the bug", how.text, "Mend the file until the bug is all that is wrong with it."
            )


def _idle(bench: Bench, found: Verification) -> Iterator[Disagreement]:
    """Tests that no wrong file fails honestly."""
    caught = {(r.file.exercise, t) for r in found.rows if r.file.verdict == "wrong" for f in r.failures for t in f if f[t].honest}
    for exercise, names in found.tests.items():
        for name in names:
            if (exercise, name) not in caught:
                found.idle.append(f"{exercise}::{name}")
                yield Disagreement(
                    file=f"tests/{bench.slug}/test_{exercise}.py",
                    expected=f"{name} catches a wrong solution of the bank",
                    happened="it is idle: it catches none",
                    next="Bank the mistake that it is there for, or remove it.",
                )


def _flawed(course: Course, file: BankFile) -> Disagreement:
    return _about(course, Row(file=file), "a file that can be graded", file.flaw, "Mend its name or its docstring.")


def _about(course: Course, row: Row, expected: str, happened: str, then: str) -> Disagreement:
    return Disagreement(file=_shown(course, row.file.path), expected=expected, happened=happened, next=then)


def _list(tests: list[str]) -> str:
    return f"what fails is {', '.join(tests)}" if tests else "none fails"


def _shown(course: Course, path: Path) -> str:
    return str(path.relative_to(course.root))
