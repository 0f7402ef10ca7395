"""CSV files that open safely: quoted by the csv module, no cell that a spreadsheet would take for a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

FORMULA = ("=", "+", "-", "@")
CUT = 2000


def clean(text: object, limit: int = CUT) -> str:
    """Text of a stranger's for people to read: one line, no control or direction characters, at most `limit` characters."""
    flat = re.sub(r"[\r\n\t]+", " ", str(text))
    plain = "".join(letter for letter in flat if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def cell(value: object) -> object:
    """A cell as it may be written: nothing for None, numbers to six digits, a quote before what looks like a formula."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = clean(value)
        return f"'{text}" if text.lstrip().startswith(FORMULA) else text
    return f"{value:.6g}" if value == value else ""  # a number that is no number stays empty


def write(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Write the rows beside their place, then move them there: never half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    with temporary.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([cell(value) for value in row] for row in rows)
    temporary.replace(path)
    return path


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by the names in its first line, spaces around names and values gone."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        rows = csv.DictReader(stream)
        return [{str(name).strip(): (value or "").strip() for name, value in row.items() if isinstance(value, str | None)} for row in rows]
