"""One PDF of several parts: every section on the pages that are its own, the rest on marked pages at the end.

A section without pages of its own (`pages` = 0) takes what it needs where it stands.
"""

import io
from dataclasses import dataclass, field

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from . import typeset
from .content import Content

EMPTY = "Left empty, so that every question is on the same page of every hand-in."
ABSENT = "Nothing was handed in for these pages."
BOX = 57.0, 57.0, 538.0, 774.0  # where a page of somebody else's goes, in points of A4: left, bottom, right, top


@dataclass
class Section:
    """`pages`: how many it has, 0 for as many as it needs. `label`: what stands above them."""

    id: str
    label: str
    pages: int
    content: Content
    placed: list[int] = field(default_factory=list)  # its pages in the whole, from 1; overflow included


@dataclass
class Part:
    """A notebook of this `name`, or a PDF of the student's own (`foreign`)."""

    title: str
    sections: list[Section]
    foreign: bytes | None = None
    name: str = ""


@dataclass
class Sheet:
    """One page of the whole: page `index` of the part with number `part`."""

    part: int
    index: int
    section: Section
    footer: dict[str, str]


def compose(parts: list[Part], author: str, title: str) -> bytes:
    """The whole PDF. Fills in where each section was placed, counted from 1."""
    sets = [typeset.Set(part.title, author, [(s.id, s.content) for s in part.sections], _fixed(part)) for part in parts]
    foreign = [readable(part.foreign) if part.foreign is not None else [] for part in parts]
    for one in sets:
        typeset.measure(one)
    sheets, blanks = _plan(parts, sets, foreign, author)
    writer = PdfWriter()
    readers = []
    for number, one in enumerate(sets):
        footers = {sheet.index: sheet.footer for sheet in sheets if sheet.part == number}
        pdf = typeset.finish(one, [footers.get(index) for index in range(one.count + len(blanks[number]))], blanks[number])
        readers.append(PdfReader(io.BytesIO(pdf)))
    for sheet in sheets:
        page = writer.add_page(readers[sheet.part].pages[sheet.index])
        own = sheet.index - sets[sheet.part].count
        if parts[sheet.part].foreign is not None and 0 <= own < len(foreign[sheet.part]):
            _draw(page, foreign[sheet.part][own])
    for part in parts:
        top = writer.add_outline_item(title=part.title, page_number=part.sections[0].placed[0] - 1)
        for section in part.sections:
            writer.add_outline_item(title=section.label, page_number=section.placed[0] - 1, parent=top)
    writer.add_metadata({"/Title": title, "/Author": author, "/Creator": "pixelgrad"})
    writer.compress_identical_objects()
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _fixed(part: Part) -> bool:
    return any(section.pages for section in part.sections)


def _plan(parts: list[Part], sets: list[typeset.Set], foreign: list[list[PageObject]], author: str) -> tuple[list[Sheet], list[list[str]]]:
    """Which page stands where. Beside it, for each part, the words on the empty pages that are added to it."""
    front: list[tuple[int, int, Section, bool]] = []  # part, index, section, whether its last page goes on elsewhere
    back: list[tuple[int, int, Section]] = []
    blanks: list[list[str]] = [[] for _ in parts]
    for number, (part, one) in enumerate(zip(parts, sets, strict=True)):
        for section, start, length in zip(part.sections, one.starts, one.lengths(), strict=True):
            indices = list(range(start, start + length))
            if part.foreign is not None:  # a section of somebody else's pages: each is drawn on an empty one of ours
                indices = [one.count + len(blanks[number]) + k for k in range(len(foreign[number]))]
                blanks[number] += [""] * len(foreign[number])
            kept = indices[: section.pages] if section.pages else indices
            for position, index in enumerate(kept):
                front.append((number, index, section, position == len(kept) - 1 and len(indices) > len(kept)))
            for _ in range(section.pages - len(kept)):
                front.append((number, one.count + len(blanks[number]), section, False))
                blanks[number].append(EMPTY if indices else ABSENT)
            back += [(number, index, section) for index in indices[len(kept) :]]
    total = len(front) + len(back)
    first_of_rest: dict[int, int] = {}
    for position, (_, _, section) in enumerate(back):
        first_of_rest.setdefault(id(section), len(front) + position + 1)
    sheets = []
    for place, (number, index, section, goes_on) in enumerate(front, 1):
        note = f"continues on page {first_of_rest[id(section)]}" if goes_on else ""
        sheets.append(_sheet(parts, number, index, section, author, note, place, total))
    for place, (number, index, section) in enumerate(back, len(front) + 1):
        sheets.append(_sheet(parts, number, index, section, author, f"continued from page {section.placed[0]}", place, total))
    return sheets, blanks


def _sheet(parts: list[Part], number: int, index: int, section: Section, author: str, note: str, place: int, total: int) -> Sheet:
    section.placed.append(place)
    footer = {"left": section.label, "right": parts[number].title, "who": author, "note": note, "page": f"{place} / {total}"}
    return Sheet(number, index, section, footer)


def readable(data: bytes) -> list[PageObject]:
    """The pages of a PDF of the student's. Raises ValueError when it cannot be read."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("the PDF is encrypted; save it without a password")
        return list(reader.pages)
    except (PyPdfError, OSError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"the PDF cannot be read ({type(error).__name__}); print it to a new PDF") from None


def _draw(page: PageObject, theirs: PageObject) -> None:
    """Put a page of somebody else's on an empty one of ours, as large as fits; links and scripts stay behind."""
    theirs.transfer_rotation_to_content()
    box = theirs.cropbox
    left, bottom, right, top = BOX
    width, height = max(float(box.width), 1.0), max(float(box.height), 1.0)
    scale = min((right - left) / width, (top - bottom) / height)
    x = left + ((right - left) - width * scale) / 2 - float(box.left) * scale
    y = top - float(box.top) * scale
    page.merge_transformed_page(theirs, Transformation().scale(scale).translate(x, y))
