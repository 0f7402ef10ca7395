"""The one PDF of a hand-in: written answers, then the notebooks in the assignment's order; and a look at what was written."""

import io
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from pypdf import PdfReader

from ..manifest import Manifest, grade_id
from ..pdf import content, exporter, pages
from ..pdf.pages import Part, Section
from .checks import Problem

WRITTEN = "Written answers"
NONE = "No file of written answers was handed in; what is asked in the notebooks is answered there."
ENOUGH = 0.9  # the share of an answer's words that must be found in the PDF: a formula's letters may read otherwise
LOOK = "Look at these pages; if something is missing, tell the course's staff."


class AnswersError(ValueError):
    """The file of written answers cannot be used; the message says why."""


def parts(folder: Path, asked: Manifest, notebooks: dict[str, NotebookNode], answers: Path | None) -> list[Part]:
    """What the PDF holds. A notebook that is not there keeps its pages, empty. Raises AnswersError."""
    found = []
    if asked.written_pages or answers is not None:
        found.append(_written(answers, asked.written_pages))
    for notebook in asked.notebooks:
        nb = notebooks.get(notebook.name) or nbformat.v4.new_notebook()
        found.append(exporter.of_hand_in(nb, folder, notebook))
    return found


def _written(answers: Path | None, count: int) -> Part:
    """The student's own PDF, or Markdown. Without pages of its own all of it stands at the end."""
    section = Section("written answers", WRITTEN, count, content.Content())
    if answers is None:
        section.content.items.append(
            {"kind": "note", "text": "No file of written answers was handed in; what is asked in the notebooks is answered there."}
        )
        return Part(WRITTEN, [section])
    try:
        data = answers.read_bytes()
    except OSError as error:
        raise AnswersError(f"{answers} cannot be read ({error.strerror}). Name the file with --answers.") from None
    if answers.suffix.lower() == ".pdf":
        try:
            pages.readable(data)
        except ValueError as error:
            raise AnswersError(f"{answers.name}: {error}.") from None
        return Part(WRITTEN, [section], foreign=data)
    if answers.suffix.lower() in (".md", ".markdown", ".txt"):
        cell = nbformat.v4.new_markdown_cell(data.decode("utf-8", errors="replace"))
        section.content = content.content([cell], answers.parent)
        return Part(WRITTEN, [section])
    raise AnswersError(f"{answers.name} is neither a PDF nor Markdown. Save it as one of them.")


def verify(pdf: bytes, built: list[Part], notebooks: dict[str, NotebookNode]) -> list[Problem]:
    """Open the PDF and look for every page, figure and answer. What is not there is named."""
    reader = PdfReader(io.BytesIO(pdf))
    problems = []
    placed = sorted(page for part in built for section in part.sections for page in section.placed)
    if placed != list(range(1, len(reader.pages) + 1)):
        problems.append(Problem("PDF", f"it has {len(reader.pages)} pages and should have {len(placed)}", LOOK))
        return problems
    for part in built:
        for section in part.sections:
            problems += _look(reader, part, section)
        own = {section.id: section for section in part.sections}
        for cell in notebooks[part.name].cells if part.name in notebooks else []:
            if cell.cell_type == "markdown" and grade_id(cell) in own:
                problems += _answer(reader, part.name, cell, own[grade_id(cell)])
    return problems


def _look(reader: PdfReader, part: Part, section: Section) -> list[Problem]:
    """The section's pictures are on its pages, as many different ones as it has."""
    files = section.content.files
    expected = {files[item["file"]] for item in section.content.items if item["kind"] == "picture" and not item["file"].endswith(".svg")}
    there = {image for page in section.placed for image in _images(reader, page)}
    if len(there) < len(expected):
        return [Problem(f"PDF, {part.title}, {section.label}", f"{len(expected) - len(there)} of its figures are missing", LOOK)]
    return []


def _images(reader: PdfReader, page: int) -> set[int]:
    """The picture objects that a page draws, by their numbers."""
    resources = reader.pages[page - 1].get("/Resources", {}).get_object()
    objects = resources.get("/XObject", {}).get_object() if "/XObject" in resources else {}
    found = {objects.raw_get(name) for name in objects}
    return {one.idnum for one in found if one.get_object().get("/Subtype") == "/Image"}


def _answer(reader: PdfReader, name: str, cell: NotebookNode, section: Section) -> list[Problem]:
    words = plain_words(re.sub(r"\$.*?\$|<[^>]*>|`[^`]*`|\]\([^)]*\)", " ", cell.source, flags=re.DOTALL))
    printed = set(plain_words(" ".join(reader.pages[page - 1].extract_text() for page in section.placed)))
    lost = [word for word in words if word not in printed]
    if len(lost) > (1 - ENOUGH) * len(words):
        what = f"{len(lost)} of {len(words)} words of the answer are not on its pages ({', '.join(lost[:4])} ...)"
        return [Problem(f"PDF, {name}, {section.label}", what, LOOK)]
    return []


def plain_words(text: str) -> list[str]:
    """Words of three letters and more, as a PDF gives them back: ligatures undone, and hyphens and soft breaks gone."""
    text = text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi").replace("ﬄ", "ffl").replace("\u200b", "")
    return [word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)]
