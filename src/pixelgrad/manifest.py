"""handin.json, which comes with a release: what a hand-in must hold, and on which pages of the PDF each question stands."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

NAME = "handin.json"
SCHEMA_VERSION = 1


class ManifestError(ValueError):
    """handin.json is missing, damaged or of another version; the message says what to do."""


@dataclass
class Question:
    """Some pages of the PDF and the cells of the release that stand there. `page`: the first of its `pages`, from 1."""

    id: str
    title: str
    points: float
    page: int
    pages: int
    cells: list[str]

    @property
    def label(self) -> str:
        return f"{self.title} ({self.points:g} points)" if self.points else self.title


@dataclass
class Given:
    """A cell of the release. `locked`: students may not change it. `figure`: running it shows a picture."""

    id: str
    grade_id: str
    sha256: str
    locked: bool
    figure: bool


@dataclass
class Notebook:
    name: str
    title: str
    functions: list[str]
    answers: list[str]
    cells: list[Given]
    sections: list[Question]

    def split(self, cells: list[NotebookNode]) -> list[tuple[Question, list[NotebookNode]]]:
        """A student's cells, each with its question: by its id, else its grade_id, else its text; what is new, with the cell before."""
        home = {name: question for question in self.sections for name in question.cells}
        by_grade = {cell.grade_id: home[cell.id] for cell in self.cells if cell.grade_id and cell.id in home}
        by_text = {cell.sha256: home[cell.id] for cell in self.cells if cell.id in home}
        found: dict[str, list[NotebookNode]] = {question.id: [] for question in self.sections}
        current = self.sections[0]
        for cell in cells:
            current = by_grade.get(grade_id(cell)) or by_text.get(digest(cell.source)) or home.get(cell.get("id", "")) or current
            found[current.id].append(cell)
        return [(question, found[question.id]) for question in self.sections]


@dataclass
class Manifest:
    course: str
    slug: str
    title: str
    max_mib: int
    written_pages: int
    notebooks: list[Notebook]


def read(folder: Path) -> Manifest:
    """The manifest in a release folder. Raises ManifestError."""
    path = folder / NAME
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["schema_version"] != SCHEMA_VERSION:
            raise ManifestError(f"{NAME} is of version {data['schema_version']}. Run `pip install -r requirements.txt` in this folder.")
        notebooks = [_notebook(one) for one in data["notebooks"]]
        return Manifest(data["course"], data["slug"], data["title"], data["max_mib"], data["written_pages"], notebooks)
    except FileNotFoundError:
        raise ManifestError(f"There is no {NAME} in {path.parent.resolve()}. Go to the folder you were given, or name it.") from None
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise ManifestError(f"{NAME} is damaged ({error}). Take it again from what you were given.") from None


def _notebook(one: dict[str, Any]) -> Notebook:
    cells, sections = [Given(**cell) for cell in one["cells"]], [Question(**section) for section in one["sections"]]
    return Notebook(one["name"], one["title"], one["functions"], one["answers"], cells, sections)


def digest(source: str) -> str:
    return hashlib.sha256(source.strip().encode("utf-8", "surrogatepass")).hexdigest()


def grade_id(cell: NotebookNode) -> str:
    meta = cell.metadata.get("nbgrader")
    name = meta.get("grade_id", "") if isinstance(meta, dict) else ""
    return name if isinstance(name, str) else ""
