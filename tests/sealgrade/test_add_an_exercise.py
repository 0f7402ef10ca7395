"""docs/add_an_exercise.md, followed word by word in a scratch course whose names take the place of the page's."""

import re
import shlex
from pathlib import Path

import pytest
import scratch
from test_verify import sealgrade

PAGE = Path(__file__).parents[2] / "docs" / "add_an_exercise.md"
NAMES = {"image_gradients": "sums", "NetworkVisualization": "Sums"}
APPENDED = ("course.toml", "solutions/sums/Sums.py")  # these are there already; the page's other blocks are new files


def page():
    text = PAGE.read_text()
    for theirs, ours in NAMES.items():
        text = text.replace(theirs, ours)
    return text


def files(text):
    """File -> content, from the blocks whose first line names a file."""
    return dict(re.findall(r"^```(?:python|toml)\n# ([\w./]+)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL))


def commands(text):
    """The commands of the last step: its block, and the one in its prose."""
    block = re.search(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)[1].splitlines()
    return block + re.findall(r"`(sealgrade mutate [^`]+)`", text)


def follow(root, text, leave_out=()):
    scratch.write_course(root)
    scratch.write_bank(root)
    for name, content in files(text).items():
        path = root / name
        assert path.exists() == (name in APPENDED), name
        if name not in leave_out:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(path.read_text() + "\n" + content if name in APPENDED else content)
    return root


def test_page_has_six_steps_and_all_kinds_of_files():
    steps = re.findall(r"^## (\d) ", page(), flags=re.MULTILINE)
    assert steps == list("123456")
    kinds = {re.sub(r"\w+\.py$", "", name) for name in files(page())}
    assert kinds == {
        "course.toml",
        "solutions/sums/",
        "tests/sums/",
        "tests/sums/visible/",
        "tests/sums/bank/wrong/",
        "tests/sums/bank/right/",
    }


@pytest.mark.slow
def test_following_the_page_gives_a_proven_exercise(tmp_path):
    root = follow(tmp_path, page())
    said = {}
    for command in commands(page()):
        program, verb, *arguments = shlex.split(command)
        assert program == "sealgrade"
        said[verb] = sealgrade(root, verb, *arguments)
    assert list(said) == ["build", "verify", "release", "mutate"]
    assert "no test is idle" in said["verify"] and "contrast: 3 tests, 4 bank files" in said["verify"]
    assert "0 survived" in said["mutate"]
    assert 'raise NotImplementedError(\\"contrast\\")' in (root / "release/sums/Sums.ipynb").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("forgotten", [name for name in files(page()) if name not in APPENDED])
def test_no_step_can_be_left_out(tmp_path, forgotten):
    """Without any one of its files, one of the page's commands ends with exit code 2 (a wrong file: its test is idle)."""
    root = follow(tmp_path, page(), leave_out=[forgotten])
    verb = "release" if "visible" in forgotten else "verify"
    assert Path(forgotten).stem.split("__")[0] in sealgrade(root, verb, "sums", code=2)
