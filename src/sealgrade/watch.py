"""What a person sees of a class: how far grading is, how fast, how long still, a running table of outcomes; the scores at the end."""

from collections import Counter
from typing import Any

from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from sealgrade.course import Course
from sealgrade.grade import Row
from sealgrade.words import counted

OUTCOMES = ("full marks", "points lost", "nothing earned", "not handed in", "grade missing", "unchanged")
LATEST = 6  # submissions shown
NAME, NUMBER, REASONS = 46, 7, 60  # characters: of a student at most, of a number with the space around it, for reasons at least


class Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{60 * task.speed:.0f}/min" if task.speed else "")


def bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(), Rate())
    return Progress(*columns, console=console, transient=True)


class Watch:
    """Use as a context manager and call `done` with every row. Where nobody watches, a line is printed after every tenth of the class."""

    def __init__(self, console: Console, slug: str, total: int) -> None:
        self.console, self.slug, self.total = console, slug, total
        self.counts: Counter[str] = Counter()
        self.latest: list[Row] = []
        self.progress = bar(console)
        self.task = self.progress.add_task(f"grading {slug}", total=total)
        self.live = Live(get_renderable=self.render, console=console, transient=True, refresh_per_second=5)

    def __enter__(self) -> "Watch":
        if self.console.is_terminal:
            self.live.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.live.stop()

    def done(self, row: Row) -> None:
        self.counts["unchanged" if row.unchanged else row.outcome] += 1
        self.latest = [*self.latest, row][-LATEST:]
        self.progress.advance(self.task)
        finished = sum(self.counts.values())
        if not self.console.is_terminal and self.total >= 10 and finished * 10 // self.total > (finished - 1) * 10 // self.total:
            self.console.print(f"graded {finished} of {self.total}: {self.words()}")

    def words(self) -> str:
        return ", ".join(f"{self.counts[name]} {name}" for name in OUTCOMES if self.counts[name])

    def render(self) -> Group:
        counts = Table(box=box.SIMPLE_HEAD)
        for name in OUTCOMES:
            counts.add_column(name, justify="right")
        counts.add_row(*(str(self.counts[name] or "") for name in OUTCOMES))
        latest = Table(box=None, show_header=False)
        for row in self.latest:
            reason = (row.reasons or [""])[0] if not row.machine else row.machine
            latest.add_row(
                row.student[:24], "?" if row.machine else f"{row.score:.3g}", Text(reason.splitlines()[0][:90] if reason else "")
            )
        return Group(counts, latest, self.progress)


def summary(course: Course, slug: str, rows: list[Row], about: dict[str, str] | None = None, width: int = 140) -> Table:
    """The score table: a row per submission, with what was lost and why, after a word `about` the student if there is one.

    Each exercise has a column of its own where the reasons keep room beside them; no number is ever cut short.
    """
    exercises = [exercise for notebook in course.pick(slug).notebook for exercise in notebook.exercise]
    full = sum(exercise.points for exercise in exercises)
    name = min(NAME, width // 3, max([len(row.student) for row in rows], default=0))
    columns = exercises if width - name - (len(exercises) + 1) * NUMBER >= REASONS else []
    table = Table(title=f"{slug}: {counted(len(rows), 'submission')}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("student", min_width=name, max_width=name, overflow="fold")
    table.add_column(f"of {full:g}", justify="right", no_wrap=True)
    for number in range(len(columns)):
        table.add_column(f"E{number + 1}", justify="right", no_wrap=True)
    table.add_column("why points were lost", ratio=1, overflow="fold")
    for row in rows:
        scores = {e.exercise: e.score for result in row.results for e in result.exercises}
        cells = ["?" if row.machine else f"{scores.get(exercise.id, 0):.3g}" for exercise in columns]
        reasons = [f"machine: {row.machine}"] if row.machine else row.reasons
        why = [f"[dim]{escape(word)}[/]" for word in [(about or {}).get(row.student, "")] if word] + [escape(text) for text in reasons]
        table.add_row(row.student, "?" if row.machine else f"{row.score:.3g}", *cells, "\n".join(why))
    if columns:
        table.caption = "  ".join(f"E{number + 1} {exercise.id}" for number, exercise in enumerate(columns))
        table.caption_justify = "left"
    return table
