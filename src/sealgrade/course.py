"""The course as `course.toml` tells it, and where everything of a slug lies. Who knows the slug knows every path."""

import difflib
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sealgrade.errors import CourseError

FILE = "course.toml"
T = TypeVar("T")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Exercise(Strict):
    """One graded exercise: a grade cell in the notebook, a file of hidden tests."""

    id: str
    functions: list[str]
    points: float = Field(gt=0)
    minutes: int = 0
    rule: Literal["proportional", "all_or_nothing"] = "proportional"
    pages: int = Field(default=2, ge=1)  # of the hand-in's PDF


class Answer(Strict):
    """A written answer, graded by a person."""

    id: str
    points: float = Field(gt=0)
    minutes: int = 0
    pages: int = Field(default=1, ge=1)


class Board(Strict):
    """A number for Gradescope's leaderboard: what a hidden test of `exercise` records as `name` with pytest's record_property."""

    name: str
    exercise: str
    order: Literal["asc", "desc"] = "desc"  # asc: the smallest leads


class Notebook(Strict):
    name: str
    title: str = ""
    data: str = ""
    opening_pages: int = Field(default=1, ge=1)
    exercise: list[Exercise] = []
    answer: list[Answer] = []
    leaderboard: list[Board] = []

    @model_validator(mode="after")
    def boards_have_exercises(self) -> Self:
        known = {exercise.id for exercise in self.exercise}
        if unknown := [board.exercise for board in self.leaderboard if board.exercise not in known]:
            raise ValueError(f"leaderboard: {self.name} has no exercise {unknown[0]}")
        return self

    @property
    def functions(self) -> list[str]:
        """Every graded function, in the order of the table."""
        return [function for exercise in self.exercise for function in exercise.functions]


class Assignment(Strict):
    slug: str
    title: str = ""
    written_pages: int = Field(default=0, ge=0)  # of the PDF, for answers that are not in a notebook
    max_mib: int = Field(default=100, gt=0)  # of a hand-in
    preload: list[str] = []  # imported before any submission, beside the course's own
    notebook: list[Notebook]

    def find(self, name: str) -> Notebook:
        return _pick(name, {notebook.name: notebook for notebook in self.notebook}, "notebook")


class About(Strict):
    name: str
    packages: list[str] = []
    preload: list[str] = []


class LimitTable(Strict):
    cell_s: float = 60.0
    call_s: float = 10.0
    notebook_s: float = 300.0
    memory_mib: int = 2048
    output_mib: int = 64
    disk_mib: int = 256
    file_mib: int = 100
    processes: int = 64


class Late(Strict):
    """What a late hand-in costs; `sealgrade.late` says how it is counted."""

    grace_hours: float = Field(default=0.0, ge=0)
    percent_per_day: float = Field(default=0.0, ge=0, le=100)
    cap_percent: float = Field(default=100.0, ge=0, le=100)
    extensions: dict[str, float] = {}  # student -> days


class Gradescope(Strict):
    """How Gradescope's autograder behaves; `sealgrade.gradescope` says more."""

    visibility: Literal["visible", "after_due_date", "after_published", "hidden"] = "visible"
    seconds: int = Field(default=600, ge=60, le=2400)  # of the platform's container: 10 minutes, at most 40
    per_day: int = Field(default=0, ge=0)  # hand-ins that are graded in 24 hours; 0: all


class Course(Strict):
    course: About
    limits: LimitTable = LimitTable()
    late: Late | None = None
    gradescope: Gradescope = Gradescope()
    assignment: list[Assignment] = []
    root: Path = Path()

    @classmethod
    def load(cls, root: Path) -> "Course":
        """Read `root`/course.toml. Raises CourseError with the line that is wrong."""
        path = root.resolve() / FILE
        try:
            table = tomllib.loads(path.read_text())
            return cls(**table, root=root.resolve())
        except FileNotFoundError:
            raise CourseError(f"There is no {FILE} in {root}.", "Go to the course's folder, or name it with --course.") from None
        except tomllib.TOMLDecodeError as error:
            raise CourseError(f"{FILE} is not valid TOML: {error}.", f"Mend {path}.") from None
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise CourseError(f"{FILE}: {place}: {first['msg']}.", f"Mend {path}.") from None

    @classmethod
    def find(cls, start: Path) -> "Course | None":
        """The course whose folder holds `start`, or None; read again only when its file has changed, as this is asked for every cell."""
        place = start.resolve()
        for folder in (place, *place.parents):
            if (folder / FILE).is_file():
                return _loaded(folder, (folder / FILE).stat().st_mtime_ns)
        return None

    def pick(self, slug: str) -> Assignment:
        return _pick(slug, {assignment.slug: assignment for assignment in self.assignment}, "assignment")

    def has(self, slug: str) -> bool:
        return any(assignment.slug == slug for assignment in self.assignment)

    # -- where things lie

    def master(self, slug: str, notebook: str) -> Path:
        return self.root / "solutions" / slug / f"{notebook}.py"

    def source(self, slug: str, notebook: str) -> Path:
        return self.root / "source" / slug / f"{notebook}.ipynb"

    def release(self, slug: str) -> Path:
        return self.root / "release" / slug

    def submitted(self, slug: str) -> dict[str, Path]:
        """Student -> folder of the submission."""
        return {place.parent.name: place for place in sorted((self.root / "submitted").glob(f"*/{slug}")) if place.is_dir()}

    def package_files(self) -> list[Path]:
        """Every file of the packages that students install, sorted."""
        found = sorted(path for package in self.course.packages for path in (self.root / package).rglob("*") if path.is_file())
        return [path for path in found if "__pycache__" not in path.parts]

    def hidden_tests(self, slug: str, notebook: Notebook) -> list[Path]:
        """One file per exercise. Raises CourseError when one is not there."""
        return [self._there(self.root / "tests" / slug / f"test_{exercise.id}.py") for exercise in notebook.exercise]

    def visible_tests(self, slug: str, notebook: Notebook) -> list[Path]:
        folder = self.root / "tests" / slug / "visible"
        return [self._there(folder / f"test_{exercise.id}.py") for exercise in notebook.exercise]

    def bank(self, slug: str, verdict: Literal["wrong", "right"]) -> list[Path]:
        return sorted((self.root / "tests" / slug / "bank" / verdict).glob("*.py"))

    def reports(self, slug: str) -> Path:
        return self.root / "reports" / slug

    def result(self, slug: str, student: str, notebook: str) -> Path:
        """The result document of one notebook of one submission."""
        return self.reports(slug) / student / f"{notebook}.json"

    @staticmethod
    def _there(path: Path) -> Path:
        if not path.is_file():
            raise CourseError(f"There is no {path.name} in {path.parent}.", "Write it, or take its exercise out of course.toml.")
        return path


@lru_cache(maxsize=8)
def _loaded(folder: Path, stamp: int) -> Course:
    return Course.load(folder)


def _pick(name: str, table: dict[str, T], what: str) -> T:
    if name in table:
        return table[name]
    near = difflib.get_close_matches(name, table, n=1)
    guess = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(table)) or 'none'}."
    raise CourseError(f"There is no {what} named {name!r}.", guess)
