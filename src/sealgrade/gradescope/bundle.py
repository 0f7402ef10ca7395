"""autograder.zip: setup.sh, run_autograder, a lock of every package, one wheel, and the course's masters and hidden tests.

The same course gives the same bytes. The lock holds the versions of this environment, which are those it was tested with; torch
in its CPU build, when the index that has it is named.
"""

import io
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import tomlkit
from packaging.requirements import Requirement

import sealgrade
from sealgrade import kit
from sealgrade.course import Course
from sealgrade.errors import CourseError

STAMP = (1980, 1, 1, 0, 0, 0)
SCRIPTS = ("setup.sh", "run_autograder")
WHEELS_OF_TORCH = {"torch", "torchvision"}
NOT_THERE = re.compile(r"^(nvidia-|cuda-|triton$)")  # what only the CUDA build of torch needs


def bundle(course: Course, slug: str, torch_index: str = "") -> bytes:
    """The zip's bytes."""
    course.pick(slug)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents(course, slug, torch_index):
            info = zipfile.ZipInfo(name, STAMP)
            info.external_attr = (stat.S_IFREG | (0o755 if name in SCRIPTS else 0o644)) << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def contents(course: Course, slug: str, torch_index: str) -> Iterator[tuple[str, bytes]]:
    for name in SCRIPTS:
        yield name, files("sealgrade.gradescope").joinpath("files", name).read_bytes()
    yield "slug", f"{slug}\n".encode()
    yield "requirements.lock", lock(course, torch_index).encode()
    wheel = staff_wheel(course)
    yield f"wheels/{wheel.name}", wheel.read_bytes()
    yield "course/course.toml", (course.root / "course.toml").read_bytes()
    for notebook in course.pick(slug).notebook:
        for path in (course.master(slug, notebook.name), *course.hidden_tests(slug, notebook)):
            yield f"course/{path.relative_to(course.root).as_posix()}", path.read_bytes()


def lock(course: Course, torch_index: str) -> str:
    """Every package that grading needs, with its version here; what only a CUDA build or our tests need is left out."""
    wanted = [*_needs(course), *_engine_needs()]
    found: dict[str, str] = {}
    waiting = [Requirement(text) for text in wanted]
    while waiting:
        need = waiting.pop()
        name = need.name.lower().replace("_", "-")
        if name in found or NOT_THERE.match(name) or (need.marker and not _holds(need)):
            continue
        try:
            about = metadata.distribution(need.name)
        except metadata.PackageNotFoundError:
            raise CourseError(f"{need.name} is needed for grading and not installed here.", "Run `make env`.") from None
        found[name] = about.version.split("+")[0]
        waiting += [one for text in about.requires or [] if (one := Requirement(text)) and "extra ==" not in str(one.marker)]
    build = "+cpu" if torch_index else ""
    head = ["# Made by `sealgrade gradescope`: the versions it was tested with."]
    if torch_index:
        head.append(f"--extra-index-url {torch_index}")
    return "\n".join([*head, *(f"{name}=={found[name]}{build if name in WHEELS_OF_TORCH else ''}" for name in sorted(found))]) + "\n"


def _holds(need: Requirement) -> bool:
    return bool(need.marker and need.marker.evaluate({"extra": "staff", "sys_platform": "linux", "platform_system": "Linux"}))


def _engine_needs() -> list[str]:
    """What the engine's own distribution, whatever its name, asks for beside what students have."""
    (script,) = metadata.entry_points(group="console_scripts", name="sealgrade")
    return [
        str(text) for text in (script.dist.requires if script.dist else None) or [] if Requirement(text).marker and "staff" in str(text)
    ]


def _needs(course: Course) -> list[str]:
    """What the course's packages ask for."""
    project = tomlkit.parse((course.root / "pyproject.toml").read_text())["project"]
    return [str(text) for text in project.get("dependencies", [])]


def staff_wheel(course: Course) -> Path:
    """One wheel with the course's packages and the engine; kept in build/ until their files change."""
    engine = Path(sealgrade.__file__).resolve().parent
    ours = sorted(path for path in engine.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    digest = kit.digest(course, [*course.package_files(), *ours])
    cache = course.root / "build" / "autograder" / digest
    if found := sorted(cache.glob("*.whl")):
        return found[0]
    with tempfile.TemporaryDirectory() as temporary:
        tree = kit.students_tree(course, Path(temporary), course.package_files())
        for path in ours:
            target = tree / "engine" / "sealgrade" / path.relative_to(engine)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        project = tomlkit.parse((tree / "pyproject.toml").read_text())
        project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] = [*course.course.packages, "engine/sealgrade"]
        (tree / "pyproject.toml").write_text(tomlkit.dumps(project))
        return kit.build_wheel(tree, cache)
