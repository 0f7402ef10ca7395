"""What a student reads of the hidden tests: title, passed or not, what was called and came back, the hint. Nothing else."""

from html import escape

from sealgrade.results import ExerciseResult, NotebookResult, TestResult
from sealgrade.words import counted

GOOD, BAD, GREY = "#1a7f37", "#b3261e", "#57606a"
FRAME = (
    "font-family:system-ui,sans-serif;font-size:14px;line-height:1.45;border:1px solid #d0d7de;"
    "border-radius:6px;padding:12px 14px;max-width:46em"
)
QUOTE = (
    "margin:2px 0 2px 2.2em;padding:6px 8px;background:#f6f8fa;"
    "white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere;font-size:12.5px"
)
KINDS = {
    "damaged": "the notebook cannot be read",
    "missing": "not defined",
    "blank": "not implemented yet",
    "raised": "your code raised an error",
    "timeout": "your code took too long",
    "memory": "your code used too much memory",
    "output": "your code printed or wrote too much",
    "died": "your code ended its process",
    "tampering": "your code sent something that is not an answer",
}


def points(number: float) -> str:
    return f"{number:.4g}"


def reason(test: TestResult) -> str:
    """Why a test failed, in one line."""
    first = test.message.strip().splitlines()[0] if test.message.strip() else ""
    if test.kind in ("", "property"):
        return first
    return f"{KINDS.get(test.kind, test.kind)}" + (f": {first}" if first and test.kind not in ("blank",) else "")


def same_cause(exercise: ExerciseResult) -> str:
    """The one reason shared by every test of an exercise that failed as a whole; '' otherwise."""
    reasons = {reason(test) for test in exercise.tests if test.kind != "property"}
    whole = all(test.outcome == "failed" and test.kind != "property" for test in exercise.tests)
    return reasons.pop() if whole and len(reasons) == 1 else ""


def exercise_text(exercise: ExerciseResult) -> str:
    lines = [f"{exercise.exercise}: {points(exercise.score)} of {counted(exercise.points, 'point')}"]
    if cause := same_cause(exercise):
        return "\n".join([*lines, f"  {cause}"])
    for test in exercise.tests:
        lines.append(f"  {'ok' if test.outcome == 'passed' else 'no'}  {test.title}")
        if test.outcome == "failed":
            lines += [f"      {line}" for line in detail(test)]
    return "\n".join(lines)


def detail(test: TestResult) -> list[str]:
    """What was called, what came back or went wrong, and the hint."""
    lines = test.message.strip().splitlines() if test.kind == "property" else [reason(test)]
    called = [f"called {test.call}"] if test.call and test.call not in test.message else []
    return [*called, *lines, *([f"hint: {test.hint}"] if test.hint else [])]


def exercise_html(exercise: ExerciseResult) -> str:
    """A self-contained block with inline styles: notebooks and feedback pages have no style sheet of ours."""
    full = exercise.score >= exercise.points
    share = 100 * exercise.score / exercise.points
    colour, earned = GOOD if full else BAD, f"{points(exercise.score)} of {counted(exercise.points, 'point')}"
    head = (
        f'<div style="font-weight:600;margin-bottom:6px">{escape(exercise.exercise)}'
        f'<span style="float:right;color:{colour}">{earned}</span></div>'
        f'<div style="height:4px;background:#eaeef2;margin-bottom:8px">'
        f'<div style="height:4px;width:{share:.0f}%;background:{GOOD}"></div></div>'
    )
    if cause := same_cause(exercise):
        body = f'<div style="color:{BAD}">{escape(cause)}</div>'
    else:
        body = "".join(_test_html(test) for test in exercise.tests)
    return f'<div style="{FRAME}">{head}{body}</div>'


def _test_html(test: TestResult) -> str:
    passed = test.outcome == "passed"
    colour, word = (GOOD, "ok") if passed else (BAD, "no")
    mark = f'<span style="position:absolute;left:0;color:{colour};font-weight:600">{word}</span>'
    line = f'<div style="position:relative;padding:2px 0 2px 2.2em">{mark}{escape(test.title)}</div>'
    if passed:
        return line
    *said, last = detail(test) or [""]
    hint = last if last.startswith("hint: ") else ""
    said = said if hint else [*said, last]
    text = escape("\n".join(said))
    block = f'<pre style="{QUOTE}">{text}</pre>'
    advice = f'<div style="margin:0 0 6px 2.2em;color:{GREY}">{escape(hint[6:])}</div>' if hint else ""
    return line + block + advice


def notes_markdown(notes: list[str]) -> str:
    """Notes of the grader on the notebook as a whole; what stems from a submission is escaped."""
    listed = "\n".join(f"- {escape(note)}" for note in dict.fromkeys(notes))
    return f"**Notes of the grader on this notebook**\n\n{listed}"


def reasons(result: NotebookResult) -> list[str]:
    """Why points were lost, one line per cause: how many, where, and the first reason. Notes of the grader come first."""
    lost: dict[str, list[ExerciseResult]] = {}
    for exercise in result.exercises:
        if exercise.score < exercise.points:
            lost.setdefault(_cause(exercise), []).append(exercise)
    lines = []
    for cause, exercises in lost.items():
        number = sum(exercise.points - exercise.score for exercise in exercises)
        whole = len(exercises) == len(result.exercises) > 1
        where = f"all of {result.notebook}" if whole else ", ".join(e.exercise for e in exercises)
        lines.append(f"-{points(number)} {where}: {cause}")
    damaged = [note for note in result.notes if "cannot be read" in note or "is not" in note or "is empty" in note]
    return damaged or [*lines, *(result.notes if lines else [])][:6]


def _cause(exercise: ExerciseResult) -> str:
    if shared := same_cause(exercise):
        return shared
    failed = [test for test in exercise.tests if test.outcome == "failed"]
    first = failed[0].title if failed[0].kind == "property" else reason(failed[0])
    return first.rstrip(".") + (f" (and {len(failed) - 1} more)" if len(failed) > 1 else "")
