"""What data there is: `catalogue.toml` as objects. Reading it touches no other file and no network."""

import difflib
import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

CHUNK = 1 << 20


class DataError(OSError):
    """Something about data that a person can mend; the text says how."""


@dataclass(frozen=True)
class File:
    """One file of a set. `path` is relative to the data folder; size in bytes; empty: not known."""

    path: str
    urls: tuple[str, ...] = ()
    size: int | None = None
    sha256: str = ""
    sha256_prefix: str = ""
    md5: str = ""
    unpack: str = ""

    @property
    def hashed(self) -> bool:
        """Whether a hash is known that tells this file from any other."""
        return bool(self.sha256 or self.sha256_prefix or self.md5)

    @property
    def check(self) -> str:
        """What tells whether a file is this one, in words."""
        kinds = {"sha256": self.sha256, "sha256 prefix": self.sha256_prefix, "md5": self.md5}
        return next((kind for kind, known in kinds.items() if known), "not verified")

    def flaw(self, path: Path) -> str:
        """In what the file at `path` differs from what the catalogue says; empty when in nothing.

        Without a known hash only the size is compared, without a size nothing: see `hashed`.
        """
        size = path.stat().st_size
        if self.size is not None and size != self.size:
            return f"it has {size} bytes, not {self.size}"
        for kind, known in (("sha256", self.sha256 or self.sha256_prefix), ("md5", self.md5)):
            if known and not (found := digest(path, kind)).startswith(known):
                return f"its {kind} is {found[:16]}..., not {known[:16]}..."
        return ""


@dataclass(frozen=True)
class DataSet:
    """One set. `manual`: how to come by it where no address has it. `reader`: how `load` reads it."""

    name: str
    title: str
    licence: str
    slugs: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    home: str = ""
    citation: str = ""
    note: str = ""
    manual: str = ""
    reader: str = ""
    parts: tuple[int, ...] = ()
    embedded: bool = False

    @property
    def size(self) -> int | None:
        """Bytes of all files, or None where one is not known."""
        sizes = [file.size for file in self.files]
        return None if None in sizes else sum(size or 0 for size in sizes)


def digest(path: Path, kind: str = "sha256") -> str:
    """The file's hash in hexadecimal digits."""
    state = hashlib.new(kind, usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(CHUNK):
            state.update(block)
    return state.hexdigest()


@cache
def sets() -> dict[str, DataSet]:
    """Every set by its name, in the catalogue's order."""
    return parse(files(__package__).joinpath("catalogue.toml").read_text("utf-8"))


def parse(text: str) -> dict[str, DataSet]:
    """The sets of a catalogue's text. Raises TypeError for a key that it does not know."""
    return {table["name"]: _set(table) for table in tomllib.loads(text)["set"]}


def _set(table: dict[str, Any]) -> DataSet:
    held = tuple(File(**{**file, "urls": tuple(file.get("urls", ()))}) for file in table.pop("file", ()))
    return DataSet(files=held, **{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})


def get(name: str) -> DataSet:
    """The set called `name`. Raises ValueError naming the nearest ones."""
    if name not in sets():
        near = difflib.get_close_matches(name, sets(), n=3) or list(sets())
        raise ValueError(f"no data set is called {name!r}; there is {', '.join(near)}")
    return sets()[name]


def used_by(slug: str) -> list[DataSet]:
    """The sets that a problem set can use. Raises ValueError for a slug that no set names."""
    slugs = sorted({slug for one in sets().values() for slug in one.slugs})
    if slug not in slugs:
        raise ValueError(f"no problem set is called {slug!r}; there is {', '.join(slugs)}")
    return [one for one in sets().values() if slug in one.slugs]
