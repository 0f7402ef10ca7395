"""A notebook's cells as a list of things to print: plain dictionaries of strings and numbers, and pictures as bytes.

Everything of a student's is cut to what a page can take, and says so. Text with colours (ANSI) comes as runs.
"""

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import PIL.Image
from nbformat import NotebookNode
from rich.color import Color
from rich.text import Text

from . import markup

IGNORE, IGNORE_INPUT = "pdf-ignore", "pdf-ignore-input"
FIRST, LAST, LONGEST = 40, 12, 1_200  # lines kept of a long output, and characters of a line
CODE_LINES = 400
WORD = 64  # characters after which a word without end may be broken
MAX_PIXELS, SIDE = 60_000_000, 1_800  # a picture beyond the first is not opened; beyond the second it is made smaller
MAX_PICTURE = 30 << 20  # bytes
PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
COLOURS = (  # the terminal's eight, dark enough for paper: black, red, green, yellow, blue, magenta, cyan, white
    "#3e424d", "#b3261e", "#00703c", "#8a6100", "#1a5fb4", "#8e3a94", "#00708a", "#6b6b6b",
)  # fmt: skip

Item = dict[str, Any]


@dataclass
class Content:
    """What a notebook prints. `items`: in order; `files`: the pictures they name; `notes`: what could not be printed as it is."""

    items: list[Item] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def tags(cell: NotebookNode) -> list[str]:
    found = cell.metadata.get("tags", [])
    return found if isinstance(found, list) else []


def content(cells: list[NotebookNode], folder: Path | None = None) -> Content:
    """The printable content of some cells. `folder`: where a text cell's own picture files lie; nothing else is read."""
    found = Content()
    shown = [cell for cell in cells if IGNORE not in tags(cell)]
    texts = iter(markup.to_typst([text for cell in shown for text in _texts(cell)]))
    tables = iter(markup.to_typst([table for cell in shown for table in _tables(cell)], "html"))
    for cell in shown:
        if cell.cell_type == "markdown":
            text = next(texts)
            if text is None:
                found.notes.append(f"the text of cell {cell.get('id', '?')} is printed as it was typed")
            found.items.append(_text_cell(found, cell, text, folder))
        elif cell.cell_type == "code":
            if cell.source.strip() and IGNORE_INPUT not in tags(cell):
                found.items.append({"kind": "code", "text": cut(cell.source, CODE_LINES, 0)})
            for output in cell.outputs:
                found.items.extend(_output(found, output, texts, tables))
    return found


def _text_cell(found: Content, cell: NotebookNode, text: str | None, folder: Path | None) -> Item:
    if text is None:
        return {"kind": "plain", "text": cut(cell.source, CODE_LINES, 0)}
    pictures = {}
    for source in markup.pictures_in(text):
        name, why = _text_picture(found, cell, source, folder)
        pictures[source] = {"file": name, "why": why}
        if why:
            found.notes.append(f"the picture {source[:60]!r} is not printed: {why}")
    return {"kind": "markup", "text": text, "pictures": pictures, "plain": cut(cell.source, CODE_LINES, 0)}


def _text_picture(found: Content, cell: NotebookNode, source: str, folder: Path | None) -> tuple[str, str]:
    """The file that a text's picture becomes, or why it is not printed: only what came with the notebook is."""
    if source.startswith("attachment:"):
        for kind, data in (cell.get("attachments") or {}).get(source.removeprefix("attachment:"), {}).items():
            if kind in PICTURES:
                return _picture(found, kind, data)
        return "", "it is not attached"
    if source.startswith("data:"):
        kind, _, data = source.removeprefix("data:").partition(";base64,")
        return _picture(found, kind, data) if kind in PICTURES else ("", "it is no PNG, JPEG or SVG")
    if re.match(r"[A-Za-z][\w+.-]*:|//", source):
        return "", "it lies elsewhere; put the file beside the notebook"
    if folder is None:
        return "", "its file is not known"
    path = (folder / source).resolve()
    kind = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}.get(path.suffix.lower())
    if kind is None or not path.is_relative_to(folder.resolve()) or not path.is_file():
        return "", "there is no such PNG, JPEG or SVG beside the notebook"
    if path.stat().st_size > MAX_PICTURE:
        return "", "it is too large"
    data = path.read_bytes()
    return _picture(found, kind, data.decode(errors="replace") if kind == "image/svg+xml" else base64.b64encode(data).decode())


def _texts(cell: NotebookNode) -> Iterator[str]:
    """What of a cell is Markdown."""
    if cell.cell_type == "markdown":
        yield cell.source
    elif cell.cell_type == "code":
        for output in cell.outputs:
            kind = _kind(output)
            if kind == "text/markdown":
                yield _joined(output.data[kind])
            elif kind == "text/latex":
                yield f"$${_joined(output.data[kind]).strip().strip('$')}$$"


def _tables(cell: NotebookNode) -> Iterator[str]:
    if cell.cell_type == "code":
        yield from (_joined(output.data["text/html"]) for output in cell.outputs if _kind(output) == "text/html")


def _kind(output: NotebookNode) -> str:
    """Which of an output's forms is printed."""
    data = output.get("data")
    if output.output_type not in ("display_data", "execute_result") or not isinstance(data, dict):
        return output.output_type
    for kind in (*PICTURES, "text/html", "text/markdown", "text/latex"):
        if kind in data and (kind != "text/html" or "<table" in _joined(data[kind]).lower()):
            return kind
    return "text/plain" if "text/plain" in data else ""


def _output(found: Content, output: NotebookNode, texts: Iterator[str | None], tables: Iterator[str | None]) -> Iterator[Item]:
    kind = _kind(output)
    if kind == "stream":
        yield _coloured(_joined(output.text), "error" if output.name == "stderr" else "output")
    elif kind == "error":
        lines = "\n".join(map(str, output.get("traceback") or [f"{output.ename}: {output.evalue}"]))
        yield _coloured(lines, "error")
    elif kind in PICTURES:
        name, why = _picture(found, kind, _joined(output.data[kind]))
        if why:
            found.notes.append(f"a figure is not printed: {why}")
            yield {"kind": "note", "text": f"A figure is not printed: {why}."}
        else:
            yield {"kind": "picture", "file": name}
    elif kind in ("text/html", "text/markdown", "text/latex"):
        text = next(tables if kind == "text/html" else texts)
        plain = cut(_joined(output.data.get("text/plain", output.data[kind])), FIRST, LAST)
        yield {"kind": "plain", "text": plain} if text is None else {"kind": "markup", "text": text, "pictures": {}, "plain": plain}
    elif kind == "text/plain":
        yield _coloured(_joined(output.data[kind]), "output")
    elif kind:
        yield {"kind": "note", "text": "An output without text is not printed."}


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def cut(text: str, first: int, last: int) -> str:
    """The text without control characters, with its middle lines left out where there are too many, and said so."""
    return "\n".join(_few(_clean(text.rstrip()).split("\n"), first, last))


def _few(lines: list[str], first: int, last: int) -> list[str]:
    missing = len(lines) - first - last
    return lines if missing <= 1 else [*lines[:first], f"... {missing} lines are left out ...", *lines[len(lines) - last :]]


def _clean(text: str) -> str:
    """Lines of printable characters, none without end."""
    text = re.sub(r"[^\n\t -\ud7ff\ue000-\U0010ffff]|\x7f", "", text.replace("\r\n", "\n"))
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    line = line.expandtabs(4)
    if len(line) > LONGEST:
        line = f"{line[:LONGEST]} ... {len(line) - LONGEST} characters are left out"
    return re.sub(rf"(\S{{{WORD}}})(?=\S)", "\\1\u200b", line)


def _coloured(text: str, tone: str) -> Item:
    """A stream as runs of [text, colour or null, bold]. A carriage return writes over the line, as in a terminal."""
    lines = [line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.rstrip().split("\n")]
    whole = Text.from_ansi("\n".join(line[: LONGEST * 3] for line in _few(lines, FIRST, LAST)))
    runs = []
    for piece in whole.divide(sorted({edge for span in whole.spans for edge in (span.start, span.end)})):
        style = piece.spans[0].style if piece.spans else None
        runs.append([_clean(piece.plain), _colour(getattr(style, "color", None)), bool(getattr(style, "bold", False))])
    return {"kind": "stream", "runs": [run for run in runs if run[0]], "tone": tone}


def _colour(colour: Color | None) -> str | None:
    if colour is None or colour.is_default:
        return None
    return COLOURS[colour.number % 8] if colour.number is not None and colour.number < 16 else colour.get_truecolor().hex


def _picture(found: Content, kind: str, data: str) -> tuple[str, str]:
    """Keep a picture as a file of the document: its name, or why it cannot be printed."""
    if kind == "image/svg+xml":
        return _drawing(found, data)
    try:
        raw = base64.b64decode(data, validate=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a decompression bomb: looked at below
            image = PIL.Image.open(io.BytesIO(raw), formats=["PNG", "JPEG"])
        if image.width * image.height > MAX_PIXELS or len(raw) > MAX_PICTURE:
            return "", f"it has {image.width} x {image.height} pixels, which is too many"
        image.load()
        suffix = str(image.format).lower()
        if max(image.size) > SIDE:
            image.thumbnail((SIDE, SIDE))
            buffer, suffix = io.BytesIO(), "jpeg"
            image.convert("RGB").save(buffer, "JPEG", quality=88)
            raw = buffer.getvalue()
    except PIL.Image.DecompressionBombError:
        return "", "it has too many pixels"
    except (binascii.Error, ValueError, OSError, SyntaxError):
        return "", "its file is damaged"
    return _kept(found, raw, suffix)


def _kept(found: Content, data: bytes, suffix: str) -> tuple[str, str]:
    name = f"picture-{len(found.files)}.{suffix}"
    found.files[name] = data
    return name, ""


def _drawing(found: Content, data: str) -> tuple[str, str]:
    if len(data) > MAX_PICTURE or re.search(r"<!ENTITY|<image|<foreignObject|(?:href|src)\s*=\s*[\"'](?!#)", data, re.IGNORECASE):
        return "", "the drawing refers to other files"
    return _kept(found, data.encode(), "svg")
