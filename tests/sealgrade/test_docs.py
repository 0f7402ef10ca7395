"""What the documents say is true: every command runs, every path and link is there, no machine is named."""

import os
import re
import subprocess
import sys
from pathlib import Path

import clones
import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "datasets" / "README.md"]
ELSEWHERE = {"make test": "it is what runs this test", ". .venv/bin/activate": "the test's PATH has it"}
MIRROR = os.environ.get("PIXELGRAD_DATA", "")


def blocks(page, language="sh"):
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def commands():
    """Every command shown to a reader, in the order of the pages, once."""
    lines = [line.strip() for page in PAGES for block in blocks(page) for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


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
    for name in clones.tracked():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".ipynb", ".sh", "") and path != Path(__file__):
            found += [f"{name}: {match[0]}" for match in telling.finditer(path.read_text(errors="replace"))]
    assert found == []


def of_students():
    """Every `pixelgrad` command shown, also in running text and in blocks that are not run."""
    shown = commands() + [line for page in PAGES for block in blocks(page, "text") for line in block.splitlines()]
    shown += [code for page in PAGES for code in re.findall(r"`(pixelgrad data [^`]+)`", page.read_text())]
    return sorted({command for command in shown if command.startswith("pixelgrad ")})


@pytest.mark.parametrize("command", of_students())
def test_every_pixelgrad_command_shown_is_one(command):
    """Its options and the names of sets are real; capitals stand for the reader's own."""
    code = "import sys; from pixelgrad.__main__ import parser; from pixelgrad.data import get; "
    code += "[get(name) for name in (parser().parse_args(sys.argv[1:]).names or []) if name.islower()]"
    words = command.split()[1:]
    assert "data" in words[:1]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def offline(command, clone):
    """A command that downloads, made to take the files from PIXELGRAD_DATA; skipped where that holds none."""
    fetches = command.startswith(("pixelgrad data fetch", "sh datasets/get_datasets.sh --mirror"))
    if fetches and not Path(MIRROR, "squeezenet").is_dir():
        pytest.skip("it downloads; with PIXELGRAD_DATA naming a mirror, it takes the files from there")
    command = command.replace(" squeezenet1_1 ", " squeezenet1_1_onnxzoo ")  # the weights that the mirror has
    if fetches and "--mirror" not in command:
        command += f" --mirror {MIRROR}"
    return command if not fetches or "--folder" in command else f"{command} --folder {clone / 'data'}"


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The tracked files as they are now, in another folder, with this environment in it."""
    folder = clones.clone(tmp_path_factory.mktemp("clone"))
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("command", [command for command in commands() if command not in ELSEWHERE])
def test_every_command_shown_runs(clone, command):
    """In the order of the pages, in one clone: `make demo` comes first and leaves a class behind."""
    command = offline(command, clone)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    if command == "make demo":  # the environment is there; only what follows it is tried
        command = "make demo -o .venv/ready"
    if command.startswith("sealgrade verify"):  # for the time it takes; the banks are tried under another seed in process
        command += " --seeds 1"
    done = subprocess.run(command, shell=True, cwd=clone, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
