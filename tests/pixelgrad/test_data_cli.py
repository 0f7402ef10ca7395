"""The `pixelgrad data` command as a student types it: states, mirrors, verdicts, messages, exit codes."""

import os
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from pixelgrad import __main__, data

TWO = """
    [[set]]
    name = "there"
    title = "In the packages"
    licence = "free"
    embedded = true
    slugs = ["gan"]
    [[set]]
    name = "theirs"
    title = "By hand"
    licence = "theirs alone"
    home = "https://example.org/theirs"
    manual = "Ask them."
    slugs = ["gan"]
      [[set.file]]
      path = "sub/theirs.bin"
"""


@pytest.fixture
def pixelgrad(capsys, toml, use, folder):
    """Run the command on the small catalogue; gives its words after checking its exit code."""
    use(toml + TWO)

    def run(*arguments, code=0):
        try:
            found = __main__.main([str(argument) for argument in arguments])
        except SystemExit as left:
            found = left.code
        shown = capsys.readouterr()
        assert found == code, shown
        return shown.out + shown.err

    return run


@pytest.fixture
def mirror(tmp_path, content):
    """A folder of the same layout that holds `noise` and `theirs`."""
    place = tmp_path / "mirror" / "sub"
    place.mkdir(parents=True)
    (place / "noise.bin").write_bytes(content)
    (place / "theirs.bin").write_bytes(b"whatever")
    return place.parent


def states(words):
    return {line.split()[0]: line[32:41].strip() for line in words.splitlines()}


def test_list_shows_the_state_of_every_set(pixelgrad, folder):
    assert states(pixelgrad("data", "list")) == {"noise": "not here", "there": "embedded", "theirs": "by hand"}
    pixelgrad("data", "fetch", "noise")
    assert states(pixelgrad("data", "list")) == {"noise": "here", "there": "embedded", "theirs": "by hand"}
    assert states(pixelgrad("data", "list", "--for", "image_gradients")) == {"noise": "here"}


def test_a_set_with_some_of_its_files_is_a_part(pixelgrad, use, toml, folder, content):
    use(toml + '[[set.file]]\npath = "sub/second.bin"')
    pixelgrad("data", "fetch", "noise", code=1)
    assert states(pixelgrad("data", "list")) == {"noise": "part"}
    assert data.path("noise") is None


def test_list_of_one_set_tells_whose_it_is(pixelgrad):
    words = pixelgrad("data", "list", "theirs")
    assert "theirs alone" in words and "https://example.org/theirs" in words and "Ask them." in words


def test_fetch_says_where_it_is_and_whose(pixelgrad, folder):
    assert pixelgrad("data", "fetch", "noise").strip() == f"noise is in {folder / 'sub' / 'noise.bin'} (licence: none needed)"


def test_fetch_into_another_folder(pixelgrad, tmp_path):
    pixelgrad("data", "fetch", "noise", "--folder", tmp_path / "other")
    assert (tmp_path / "other" / "sub" / "noise.bin").is_file()
    assert pixelgrad("data", "where", "noise", "--folder", tmp_path / "other").strip() == str(tmp_path / "other" / "sub" / "noise.bin")


def test_fetch_all_leaves_out_what_has_no_address(pixelgrad):
    words = pixelgrad("data", "fetch", "--all")
    assert "noise is in" in words and "Left out" in words and "theirs" in words and "there" not in words.replace("theirs", "")


def test_fetch_by_hand_says_how(pixelgrad, folder):
    words = pixelgrad("data", "fetch", "theirs", code=1)
    assert "Ask them." in words and "--mirror DIR" in words and str(folder / "sub" / "theirs.bin") in words


def test_fetch_of_nothing_is_a_misuse(pixelgrad):
    assert "pixelgrad data list" in pixelgrad("data", "fetch", code=2)


def test_an_unknown_set_and_an_unknown_slug(pixelgrad):
    assert "there is noise" in pixelgrad("data", "fetch", "nose", code=2)
    assert "image_gradients" in pixelgrad("data", "fetch", "--for", "image_gradient", code=2)


def test_an_embedded_set_needs_no_fetching(pixelgrad):
    assert "nothing to fetch" in pixelgrad("data", "fetch", "there", code=1)


def test_a_mirror_is_copied(pixelgrad, site, folder, mirror, content):
    pixelgrad("data", "fetch", "--all", "--mirror", mirror)
    assert (folder / "sub" / "noise.bin").read_bytes() == content and not (folder / "sub" / "noise.bin").is_symlink()
    assert (folder / "sub" / "theirs.bin").is_file() and site.asked == []


def test_a_mirror_is_linked(pixelgrad, folder, mirror, content):
    pixelgrad("data", "fetch", "noise", "--mirror", mirror, "--link")
    assert Path(os.readlink(folder / "sub" / "noise.bin")) == mirror / "sub" / "noise.bin"
    assert pixelgrad("data", "verify", "noise").split() == ["ok", "sub/noise.bin"]


def test_a_file_in_a_heap_is_found_by_its_name_and_hash(pixelgrad, folder, tmp_path, content):
    """What a person downloaded and unpacked anywhere; another file of that name is passed over."""
    for place, held in (("a", b"other"), ("z/deep", content)):
        (tmp_path / "heap" / place).mkdir(parents=True)
        (tmp_path / "heap" / place / "noise.bin").write_bytes(held)
    pixelgrad("data", "fetch", "noise", "--mirror", tmp_path / "heap")
    assert (folder / "sub" / "noise.bin").read_bytes() == content


def test_a_file_without_a_known_hash_is_not_taken_from_just_anywhere(pixelgrad, folder, tmp_path):
    (tmp_path / "heap" / "deep").mkdir(parents=True)
    (tmp_path / "heap" / "deep" / "theirs.bin").write_bytes(b"of somebody else")
    assert "holds no theirs.bin" in pixelgrad("data", "fetch", "theirs", "--mirror", tmp_path / "heap", code=1)
    (tmp_path / "heap" / "theirs.bin").write_bytes(b"theirs")
    pixelgrad("data", "fetch", "theirs", "--mirror", tmp_path / "heap")
    assert (folder / "sub" / "theirs.bin").read_bytes() == b"theirs"


def test_a_mirror_with_a_damaged_file_is_refused(pixelgrad, folder, mirror, content):
    (mirror / "sub" / "noise.bin").write_bytes(content[::-1])
    assert "holds no noise.bin as the catalogue knows it" in pixelgrad("data", "fetch", "noise", "--mirror", mirror, code=1)
    assert "Left out, not in the mirror: noise" in pixelgrad("data", "fetch", "--all", "--mirror", mirror)
    assert not (folder / "sub" / "noise.bin").exists()


def test_a_mirror_by_http_has_the_folders_layout(pixelgrad, site, folder, content):
    site.files = {"/course/sub/noise.bin": content}
    pixelgrad("data", "fetch", "noise", "--mirror", f"{site.url}/course/")
    assert (folder / "sub" / "noise.bin").read_bytes() == content


def test_verify_finds_a_damaged_and_a_missing_file(pixelgrad, folder, mirror, content):
    pixelgrad("data", "fetch", "noise", "theirs", "--mirror", mirror)
    words = pixelgrad("data", "verify")
    assert "ok            sub/noise.bin" in words and "not verified  sub/theirs.bin" in words
    (folder / "sub" / "noise.bin").write_bytes(content[:-1] + b"?")
    words = pixelgrad("data", "verify", code=1)
    assert "damaged       sub/noise.bin: its sha256 is" in words and "Fetch these sets again" in words
    (folder / "sub" / "noise.bin").unlink()
    assert "missing" in pixelgrad("data", "verify", "noise", code=1)


def test_where(pixelgrad, folder):
    assert pixelgrad("data", "where").strip() == str(folder)
    assert "pixelgrad data fetch noise" in pixelgrad("data", "where", "noise", code=1)


def test_a_shared_folder_that_may_not_be_written_is_read(pixelgrad, mirror, monkeypatch):
    """What is whole needs no lock and no folder of one's own."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(mirror))
    before = sorted(mirror.rglob("*"))
    pixelgrad("data", "fetch", "noise")
    assert sorted(mirror.rglob("*")) == before


def test_an_archive_is_unpacked_and_its_files_are_verified(pixelgrad, use, folder, tmp_path):
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr("set/a.txt", "one")
        archive.writestr("set/deep/b.txt", "two")
    use('[[set]]\nname = "set"\ntitle = ""\nlicence = ""\nmanual = "?"\n[[set.file]]\npath = "set.zip"\nunpack = "set"')
    pixelgrad("data", "fetch", "set", "--mirror", tmp_path)
    assert data.path("set") == folder / "set" and (folder / "set" / "deep" / "b.txt").read_text() == "two"
    assert "not verified" in pixelgrad("data", "verify", "set")
    (folder / "set" / "a.txt").write_text("")
    assert "1 unpacked files differ" in pixelgrad("data", "verify", "set", code=1)
    (folder / "set.zip").unlink()
    assert data.path("set") == folder / "set"


def test_an_archive_put_there_by_hand_is_unpacked_and_nothing_is_downloaded(pixelgrad, use, folder):
    use('[[set]]\nname = "set"\ntitle = ""\nlicence = ""\nmanual = "?"\n[[set.file]]\npath = "set.zip"\nunpack = "set"')
    (folder / "set.part").mkdir(parents=True)
    (folder / "set.part" / "rest.txt").write_text("of a run that was killed while it unpacked")
    with zipfile.ZipFile(folder / "set.zip", "w") as archive:
        archive.writestr("a.txt", "one")
    pixelgrad("data", "fetch", "set")
    assert [path.name for path in (folder / "set").iterdir()] == ["a.txt"] and not (folder / "set.part").exists()


def test_the_script_asks_for_every_problem_set_of_the_course():
    root = Path(__file__).resolve().parents[2]
    slugs = [assignment["slug"] for assignment in tomllib.loads((root / "course.toml").read_text())["assignment"]]
    command = ["sh", str(root / "datasets" / "get_datasets.sh"), "--mirror", "DIR"]
    shown = subprocess.run(command, env={**os.environ, "PYTHON": "echo"}, capture_output=True, text=True, check=True).stdout
    assert shown.splitlines() == [f"-m pixelgrad data fetch --for {slug} --mirror DIR" for slug in slugs]


@pytest.mark.parametrize("verb", [(), ("list",), ("fetch",), ("verify",), ("where",)])
def test_help_shows_examples(pixelgrad, verb):
    assert "pixelgrad data fetch mnist" in pixelgrad("data", *verb, "--help")


def test_version(pixelgrad):
    from pixelgrad import __version__

    assert pixelgrad("--version").strip() == f"pixelgrad {__version__}"
