"""The catalogue is complete and true to the files that are here; what is built from it is up to date."""

import importlib.util
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

from pixelgrad import data
from pixelgrad.data import catalogue, readers

ROOT = Path(__file__).resolve().parents[2]
SLUGS = {"image_gradients", "interpretability", "deepfake", "gan", "latent_space", "cyclegan", "regularization"}
SETS = list(data.sets().values())
MIRROR = os.environ.get("PIXELGRAD_DATA", "")
EVERY = pytest.mark.parametrize("one", SETS, ids=lambda one: one.name)


def builder():
    spec = importlib.util.spec_from_file_location("datasets_build", ROOT / "datasets" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_built_from_the_catalogue_is_up_to_date():
    """The copy in the students' package, and the table of datasets/README.md."""
    for path, text in builder().wanted().items():
        assert path.read_text("utf-8") == text, f"run {Path(sys.executable).name} datasets/build.py"


def test_the_table_has_every_set():
    readme = (ROOT / "datasets" / "README.md").read_text("utf-8").partition("<!-- from")[2]
    assert re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE) == [one.name for one in SETS]


def test_names_and_paths_are_taken_once():
    paths = [file.path for one in SETS for file in one.files]
    assert len(paths) == len(set(paths)) and len({one.name for one in SETS}) == len(SETS)
    text = (ROOT / "datasets" / "catalogue.toml").read_text("utf-8")
    assert len(tomllib.loads(text)["set"]) == len(SETS)


@EVERY
def test_a_set_says_whose_it_is_and_how_to_come_by_it(one):
    assert one.title and one.licence and one.home.startswith(("http://", "https://"))
    assert set(one.slugs) <= SLUGS and one.slugs
    assert one.embedded == (not one.files)
    for file in one.files:
        assert bool(file.urls) != bool(one.manual), "an address, or how to come by it without one"
        assert not Path(file.path).is_absolute() and ".." not in Path(file.path).parts


@EVERY
def test_a_hash_has_its_length_and_only_what_says_so_has_none(one):
    for file in one.files:
        assert re.fullmatch(r"([0-9a-f]{64})?", file.sha256) and re.fullmatch(r"([0-9a-f]{32})?", file.md5)
        assert file.hashed or (one.manual and "No hash" in one.note)
        assert file.size or not file.sha256


@EVERY
def test_what_can_be_loaded_has_a_reader(one):
    known = {"idx", "cifar", "npz", "folder", "digits", "photographs", ""}
    assert one.reader in known and (not one.parts or len(one.parts) == len(readers.SPLITS))


def test_every_problem_set_of_the_course_has_data():
    course = tomllib.loads((ROOT / "course.toml").read_text("utf-8"))
    assert all(catalogue.used_by(assignment["slug"]) for assignment in course["assignment"])


def test_unknown_names_are_answered_with_near_ones():
    with pytest.raises(ValueError, match="there is mnist"):
        data.get("mnits")
    with pytest.raises(ValueError, match="image_gradients"):
        catalogue.used_by("image_gradient")


def test_an_unknown_key_is_no_key():
    with pytest.raises(TypeError, match="sha265"):
        catalogue.parse('[[set]]\nname = "a"\ntitle = ""\nlicence = ""\n[[set.file]]\npath = "a"\nsha265 = "0"')


def test_the_size_tells_where_no_hash_is_known(tmp_path):
    (tmp_path / "a").write_bytes(b"four")
    assert catalogue.File("a", size=4).flaw(tmp_path / "a") == ""
    assert catalogue.File("a", size=3).flaw(tmp_path / "a") == "it has 4 bytes, not 3"


def test_importing_costs_little():
    """Neither torch nor the network's library is loaded before it is needed."""
    import subprocess

    code = "import sys, pixelgrad.__main__; raise SystemExit(bool({'torch', 'requests', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(not (MIRROR and Path(MIRROR).is_dir()), reason="PIXELGRAD_DATA names no folder with data")
@EVERY
def test_what_the_data_folder_holds_is_what_the_catalogue_says(one):
    if data.state(one) not in ("here", "part"):
        pytest.skip(f"{one.name} is not in PIXELGRAD_DATA")
    verdicts = data.verify(one)
    assert set(verdicts.values()) <= {"ok", "not verified"}, verdicts
