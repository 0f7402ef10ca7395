"""The zip of a hand-in: the notebooks as they are, small files beside them, and a report of what was found."""

import hashlib
import json
import platform
import zipfile
from io import BytesIO
from pathlib import Path

from .. import __version__
from ..manifest import Manifest
from .checks import Problem

REPORT = "handin_report.json"
STAMP = (1980, 1, 1, 0, 0, 0)  # the same content gives the same zip
MAX_FILE = 10 << 20
KINDS = {".py", ".txt", ".md", ".csv", ".json", ".toml", ".yml", ".yaml", ".png", ".jpg", ".jpeg", ".svg", ".npz", ".npy", ".safetensors"}
NOT_THEIRS = {"requirements.txt", "handin.json", "collect_submission.sh", REPORT}


def files(folder: Path, asked: Manifest) -> list[Path]:
    """What goes in: the assignment's notebooks, and the student's own small files; no checks, wheels, caches or data."""
    names = {f"{notebook.name}.ipynb" for notebook in asked.notebooks}
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "__")) or part in ("checks", "data") for part in inside.parts)
        if not path.is_file() or path.is_symlink() or hidden:
            continue
        theirs = path.suffix in KINDS and path.name not in NOT_THEIRS and path.stat().st_size <= MAX_FILE
        if str(inside) in names or theirs:
            found.append(path)
    return found


def pack(folder: Path, asked: Manifest, author: str, problems: list[Problem], pdf: bytes) -> bytes:
    """The zip's bytes; the same for the same files."""
    contents = {str(path.relative_to(folder)): path.read_bytes() for path in files(folder, asked)}
    report = {
        "schema_version": 1, "assignment": asked.slug, "student": author, "forced": bool(problems),
        "problems": [str(problem) for problem in problems], "pixelgrad": __version__, "python": platform.python_version(),
        "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()},
    }  # fmt: skip
    contents[REPORT] = (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
