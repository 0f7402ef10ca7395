"""What goes into a release beside the notebooks: visible checks, the students' package as a wheel, one install line."""

import hashlib
import re
import shutil
import tempfile
from pathlib import Path

import build as pypa_build
import tomlkit

from sealgrade.course import Assignment, Course
from sealgrade.errors import CourseError

SCRIPT = "collect_submission.sh"  # a course may have one; it goes into every release


def write(course: Course, assignment: Assignment) -> list[Path]:
    """Write the kit into the assignment's release folder. Returns the files written."""
    folder = course.release(assignment.slug)
    checks = folder / "checks"
    shutil.rmtree(checks, ignore_errors=True)
    checks.mkdir(parents=True)
    written = []
    for notebook in assignment.notebook:
        for path in course.visible_tests(assignment.slug, notebook):
            written.append(Path(shutil.copyfile(path, checks / path.name)))
    for old in folder.glob("*.whl"):
        old.unlink()
    wheel = Path(shutil.copy(students_wheel(course), folder))
    requirements = folder / "requirements.txt"
    requirements.write_text(f"# pip install -r requirements.txt\n./{wheel.name}\n")
    if (course.root / SCRIPT).is_file():
        written.append(Path(shutil.copy(course.root / SCRIPT, folder)))
    return [*written, wheel, requirements]


def students_wheel(course: Course) -> Path:
    """A wheel that holds the students' packages and nothing of the staff's; kept in build/ until their files change."""
    files = course.package_files()
    cache = course.root / "build" / "wheels" / digest(course, files)
    if found := sorted(cache.glob("*.whl")):
        return found[0]
    with tempfile.TemporaryDirectory() as temporary:
        return build_wheel(students_tree(course, Path(temporary), files), cache)


def digest(course: Course, files: list[Path]) -> str:
    """Of the files' names and contents, and of how the project is built."""
    whole = hashlib.sha256()
    for path in (*files, course.root / "pyproject.toml"):
        name = path.relative_to(course.root) if path.is_relative_to(course.root) else Path(path.name)
        whole.update(str(name).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def build_wheel(tree: Path, cache: Path) -> Path:
    """Build the project in `tree` and keep its wheel. The same files give the same bytes."""
    try:
        wheel = Path(pypa_build.ProjectBuilder(tree).build("wheel", tree.parent / "dist"))
    except pypa_build.BuildException as error:
        raise CourseError(f"The wheel cannot be built: {error}", "Run `make env`, then try again.") from None
    cache.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(wheel, cache))


def students_tree(course: Course, place: Path, files: list[Path]) -> Path:
    """A copy of the project without what students do not get: other packages, scripts, extras."""
    tree = place / "tree"
    for path in files:
        target = tree / path.relative_to(course.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    project = tomlkit.parse((course.root / "pyproject.toml").read_text())
    project["project"].pop("optional-dependencies", None)
    theirs = {Path(package).name for package in course.course.packages}
    scripts = project["project"].get("scripts", {})
    for name in [name for name, entry in scripts.items() if re.split(r"[.:]", entry)[0] not in theirs]:
        del scripts[name]
    project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] = course.course.packages
    (tree / "pyproject.toml").write_text(tomlkit.dumps(project))
    for name in ("README.md", "LICENSE"):
        shutil.copy(course.root / name, tree)
    return tree
