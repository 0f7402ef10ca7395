"""The result documents of a class, read quickly: a thousand in seconds, because outputs of cells are not built."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from sealgrade import ledger
from sealgrade.course import Assignment, Course
from sealgrade.results import ExerciseResult

Status = Literal["graded", "no result", "not handed in"]


class Document(BaseModel):
    """What the class report needs of a NotebookResult; the cells with their pictures are left in the file."""

    model_config = ConfigDict(extra="ignore")

    notebook: str
    exercises: list[ExerciseResult]
    notes: list[str] = []
    profile: str = ""
    engine_version: str = ""
    trusted_submission: bool = False
    peak_mib: float = 0.0
    seconds: float = 0.0

    @property
    def score(self) -> float:
        return sum(exercise.score for exercise in self.exercises)


@dataclass
class Submission:
    """One student's documents. `absent`: notebooks that were not handed in; `lost`: handed in, but without a result."""

    student: str
    documents: list[Document] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    reason: str = ""  # why there is no result, as the last run noted it

    @property
    def status(self) -> Status:
        if self.lost:
            return "no result"
        return "graded" if self.documents else "not handed in"

    @property
    def score(self) -> float | None:
        """Points of the automatic exercises; None when a result is missing through no fault of the student's."""
        return sum(document.score for document in self.documents) if self.status == "graded" else None

    @property
    def seconds(self) -> float:
        return sum(document.seconds for document in self.documents)

    @property
    def peak_mib(self) -> float:
        """The largest memory of a notebook; 0 where none was measured."""
        return max((document.peak_mib for document in self.documents), default=0.0)

    @property
    def exercises(self) -> dict[str, ExerciseResult]:
        return {exercise.exercise: exercise for document in self.documents for exercise in document.exercises}


def read_document(path: Path) -> Document | None:
    """A document, or None when there is none that can be read."""
    try:
        return Document.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def read_class(course: Course, slug: str) -> list[Submission]:
    """Everybody who handed in or has a result, by student."""
    assignment, handed_in = course.pick(slug), course.submitted(slug)
    graded = {path.parent.name for notebook in assignment.notebook for path in course.reports(slug).glob(f"*/{notebook.name}.json")}
    return [_submission(course, assignment, student, handed_in.get(student)) for student in sorted(graded | set(handed_in))]


def _submission(course: Course, assignment: Assignment, student: str, folder: Path | None) -> Submission:
    found = Submission(student, reason=ledger.reason_missing(course, assignment.slug, student))
    for notebook in assignment.notebook:
        document = read_document(course.result(assignment.slug, student, notebook.name))
        if document is not None and not found.reason:
            found.documents.append(document)
        elif folder is not None and (folder / f"{notebook.name}.ipynb").is_file():
            found.lost.append(notebook.name)
        else:
            found.absent.append(notebook.name)
    return found
