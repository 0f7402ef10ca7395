"""What the documents say is true: every command runs, every path and link is there, no machine is named."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ELSEWHERE = {"make test": "it is what runs this test", ". .venv/bin/activate": "the test's PATH has it"}


def blocks(page, language="sh"):
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def commands():
    """Every command shown to a reader, in the order of the pages, once."""
    lines = [line.strip() for page in PAGES for block in blocks(page) for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_paths_exist(page):
    text = page.read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]
    assert [link for link in links if not (page.parent / link).exists()] == []
    paths = re.findall(r"`((?:src|solutions|source|tests|docs|benchmarks)/[\w./-]+)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_page_of_docs_is_linked_from_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert [page.name for page in (ROOT / "docs").glob("*.md") if f"docs/{page.name}" not in readme] == []


def test_readme_needs_two_commands():
    assert commands()[:2] == ["make demo", "make test"]


def test_no_tracked_file_names_a_machine():
    """No absolute path of somebody's machine, no host of a package registry."""
    telling = re.compile(r"/(?:home|Users|root|work)/\w|files\.pythonhosted|pypi\.org/simple")
    found = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".ipynb", ".sh", "") and path.is_file() and path != Path(__file__):
            found += [f"{name}: {match[0]}" for match in telling.finditer(path.read_text(errors="replace"))]
    assert found == []


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The tracked files as they are now, in another folder, with this environment in it."""
    folder = tmp_path_factory.mktemp("clone")
    for name in tracked():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("command", [command for command in commands() if command not in ELSEWHERE])
def test_every_command_shown_runs(clone, command):
    """In the order of the pages, in one clone: `make demo` comes first and leaves a class behind."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    if command == "make demo":  # the environment is there; only what follows it is tried
        command = "make demo -o .venv/ready"
    done = subprocess.run(command, shell=True, cwd=clone, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
