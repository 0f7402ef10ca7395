"""Contents on pages: Typst sets each notebook twice, first to learn how many pages a question takes, then with headers.

A part of a notebook that Typst refuses (a formula that pandoc misread, say) is shown as it was typed; nothing else is lost.
"""

import functools
import io
import json
import os
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from .content import Content, Item

TEMPLATE = Path(__file__).with_name("paper.typ")
BEYOND = 0x590  # from here on (Hebrew, Arabic, Chinese and so on) Typst's own fonts have no letters
# For letters that Typst's own fonts lack: the first of these that is on the machine is taken.
OTHER_SCRIPTS = (
    "Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Serif SC", "Source Han Sans SC", "Songti SC", "PingFang SC",
    "Hiragino Mincho ProN", "Apple SD Gothic Neo", "Microsoft YaHei", "SimSun", "Yu Gothic", "Malgun Gothic", "WenQuanYi Zen Hei",
    "Droid Sans Fallback", "Noto Sans", "DejaVu Sans", "Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji",
)  # fmt: skip


@dataclass
class Set:
    """What Typst sets at once: the sections of one notebook. `starts`: the page on which each section begins, from 0."""

    title: str
    author: str
    sections: list[tuple[str, Content]]
    fixed: bool = True  # each section on a new page
    starts: list[int] = field(default_factory=list)
    count: int = 0

    def lengths(self) -> list[int]:
        return [after - before for before, after in zip(self.starts, [*self.starts[1:], self.count], strict=True)]


def measure(one: Set) -> None:
    """Set it without headers, and fill in `starts` and `count`. What cannot be set or printed gets a note."""
    for _, content in one.sections:
        if letters := without_font("".join(item.get("plain") or item.get("text", "") for item in content.items)):
            content.notes.append(f"no font here has {letters[:12]!r}; install Noto Sans CJK, or name a folder of fonts in PIXELGRAD_FONTS")
    try:
        pdf = _compile(one, [], [])
    except typst.TypstError:
        _mend(one)
        pdf = _compile(one, [], [])
    reader = PdfReader(io.BytesIO(pdf))
    marks = [item for item in reader.outline if not isinstance(item, list)]
    one.starts = [int(reader.get_destination_page_number(mark) or 0) for mark in marks]
    one.count = len(reader.pages)


def finish(one: Set, footers: list[dict[str, str] | None], blanks: list[str]) -> bytes:
    """Set it with headers and footers; after its own pages comes a page for each of `blanks`, with these words."""
    return _compile(one, footers, blanks)


def families() -> set[str]:
    """The fonts that there are, by their names."""
    return set(_fonts().families())


@functools.cache
def _fonts() -> typst.Fonts:
    folder = os.environ.get("PIXELGRAD_FONTS")
    return typst.Fonts(font_paths=[folder] if folder else [])


def without_font(text: str) -> str:
    """The letters of `text` that no font here has, each once: they would be printed as boxes."""
    foreign = {letter for letter in text if ord(letter) >= BEYOND and unicodedata.category(letter)[0] == "L"}
    paths = {(font.path, font.index) for font in _fonts().fonts() if font.path and font.family in OTHER_SCRIPTS} if foreign else set()
    for path, index in sorted(paths):
        if foreign:
            foreign -= {chr(code) for code in TTFont(path, fontNumber=index, lazy=True).getBestCmap()}
    return "".join(sorted(foreign))


def _compile(one: Set, footers: list[dict[str, str] | None], blanks: list[str]) -> bytes:
    items: list[Item] = []
    files: dict[str, bytes] = {}
    for number, (name, content) in enumerate(one.sections):
        items.append({"kind": "section", "id": name, "break_before": one.fixed and number > 0})
        items += [_renamed(item, number) for item in content.items]
        files.update({f"{number}-{file}": data for file, data in content.files.items()})
    items += [{"kind": "blank", "text": words} for words in blanks]
    return _run({"title": one.title, "author": one.author, "items": items, "footers": footers}, files)


def _renamed(item: Item, number: int) -> Item:
    """Pictures of several sections lie in one folder."""
    if item["kind"] == "picture":
        return {**item, "file": f"{number}-{item['file']}"}
    if item["kind"] == "markup":
        pictures = {source: {**one, "file": one["file"] and f"{number}-{one['file']}"} for source, one in item["pictures"].items()}
        return {**item, "pictures": pictures}
    return item


def _run(data: dict[str, Any], files: dict[str, bytes]) -> bytes:
    there = families()
    data["fonts"] = [name for name in OTHER_SCRIPTS if name in there]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copyfile(TEMPLATE, root / TEMPLATE.name)
        (root / "data.json").write_text(json.dumps(data), "utf-8")
        for name, content in files.items():
            (root / name).write_bytes(content)
        empty = root / "none"
        compiler = typst.Compiler(root / TEMPLATE.name, root=root, font_paths=_fonts(), package_path=empty, package_cache_path=empty)
        return bytes(compiler.compile(format="pdf", timestamp=0, pdf_tags=False))


def _mend(one: Set) -> None:
    """Put words in the place of each item that cannot be set by itself."""
    for _, content in one.sections:
        for number, item in enumerate(content.items):
            try:
                _run({"title": "", "author": "", "items": [item], "footers": []}, content.files)
            except typst.TypstError as error:
                what = {"picture": "a figure is damaged"}.get(item["kind"], "a text could not be set and is printed as it was typed")
                content.notes.append(f"{what} ({error.message[:100]})")
                plain = item.get("plain", "")
                content.items[number] = {"kind": "plain", "text": plain} if plain else {"kind": "note", "text": f"[{what}]"}
