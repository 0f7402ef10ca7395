"""Whose file is this: the names that Canvas, Moodle and Gradescope give to what they let a teacher download.

    Canvas      lovelaceada_LATE_4321_98765_NetworkVisualization-1.ipynb    name, [LATE], user, file, the student's name for it
    Moodle      Ada Lovelace_4321_assignsubmission_file_/NetworkVisualization.ipynb     or all of it as one file name
    Gradescope  submission_4321/NetworkVisualization.ipynb, with submission_metadata.yml beside the folders

What the system wrote is the *outermost* part of a path that has such a form. Whatever lies further in was named by the
student, who could name it like somebody else's.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

METADATA = "submission_metadata.yml"
MAX_METADATA = 32 << 20
CANVAS = re.compile(r"(?P<name>[^_]\w*?)_(?:(?P<late>LATE)_)?(?P<id>\d+)_\d+_(?P<rest>.+)")
ANONYMOUS = re.compile(r"(?:(?P<late>LATE)_)?(?P<id>anon_[A-Za-z0-9]+)_\d+_(?P<rest>.+)")
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_file_(?P<rest>.*)")
GRADESCOPE = re.compile(r"submission_(?P<id>\d+)(?:\+(?P<member>\d+))?")  # +2: our copy for the second member of a group
MOST_MEMBERS = 20
AGAIN = re.compile(r"(?:-\d{1,3}| \(\d{1,3}\)|\(\d{1,3}\)| - Copy)$")  # Canvas' and the browsers' marks of a second copy


@dataclass(frozen=True)
class Sender:
    """Who sent a file, as the system says, and the path that the student gave it. `submitted`: ISO 8601, or ''."""

    system: str
    lms_id: str
    name: str
    inner: str
    email: str = ""
    submitted: str = ""
    late: bool = False


def sender(path: PurePosixPath, metadata: dict[str, Any]) -> Sender | None:
    """The sender of the file at `path`, relative to the folder of all extracted files; None for a name of no known form.

    metadata: submission folder -> its entry in Gradescope's file, from `gradescope_metadata`.
    """
    parts = path.parts
    for place, part in enumerate(parts):
        further = parts[place + 1 :]
        if further and (match := GRADESCOPE.fullmatch(part)):
            folder = "/".join([*parts[:place], f"submission_{match['id']}"])
            return _from_gradescope(match["id"], int(match["member"] or 1), "/".join(further), metadata.get(folder, {}))
        if match := MOODLE.fullmatch(part):
            inner = "/".join([*([match["rest"]] if match["rest"] else []), *further])
            return Sender("Moodle", match["id"], match["name"], inner) if inner else None
        if match := ANONYMOUS.fullmatch(part) or CANVAS.fullmatch(part):
            groups = match.groupdict()
            inner = "/".join([match["rest"], *further])
            return Sender("Canvas", match["id"], groups.get("name", ""), inner, late=bool(match["late"]))
    return None


def _from_gradescope(number: str, member: int, inner: str, entry: Any) -> Sender:
    listed = submitters(entry)
    who = listed[member - 1] if member <= len(listed) else {}
    said = {key: str(who.get(f":{key}") or "") for key in ("sid", "email", "name")}
    when = _moment(entry.get(":created_at")) if isinstance(entry, dict) else ""
    return Sender("Gradescope", said["sid"] or f"submission_{number}", said["name"], inner, said["email"], when)


def submitters(entry: Any) -> list[dict[str, Any]]:
    """The members of a Gradescope group, or the one student."""
    listed = entry.get(":submitters") if isinstance(entry, dict) else None
    return [one for one in listed if isinstance(one, dict)][:MOST_MEMBERS] if isinstance(listed, list) else []


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat(" ")
    return str(value) if isinstance(value, str) else ""


class _RubyLoader(yaml.SafeLoader):
    """YAML as Gradescope's Ruby writes it: tags of Ruby's own are read as the plain value below them."""


def _plain(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


_RubyLoader.add_multi_constructor("!ruby/", _plain)


def gradescope_metadata(root: Path) -> dict[str, Any]:
    """Submission folder, relative to `root` -> what Gradescope says of it.

    A file of that name inside a submission is the student's and is not read.
    """
    found: dict[str, Any] = {}
    for path in sorted(root.rglob(METADATA)):
        folder = path.parent.relative_to(root)
        if any(GRADESCOPE.fullmatch(part) or MOODLE.fullmatch(part) or CANVAS.fullmatch(part) for part in folder.parts):
            continue
        if path.stat().st_size > MAX_METADATA:
            continue
        try:
            entries = _RubyLoader(path.read_text("utf-8", errors="replace")).get_single_data()
        except (yaml.YAMLError, ValueError, RecursionError):
            continue
        if isinstance(entries, dict):
            named = {str(name): entry for name, entry in entries.items() if GRADESCOPE.fullmatch(str(name))}
            found |= {str(PurePosixPath(folder.as_posix()) / name): entry for name, entry in named.items()}
    return found


def notebook_name(inner: str, expected: list[str]) -> str:
    """The student's path as the course wants it: `x/NetworkVisualization-1.ipynb` is NetworkVisualization.ipynb.

    A notebook of another name keeps its own, without folders, so that grading can say that it must be renamed.
    """
    path = PurePosixPath(inner)
    stem = path.stem
    while stem not in expected and AGAIN.search(stem):
        stem = AGAIN.sub("", stem)
    return f"{stem}.ipynb" if stem in expected else path.name
