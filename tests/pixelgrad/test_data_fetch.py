"""Downloads against a real server: whole, checked and resumed, or not there at all; and messages that say what to do."""

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from pixelgrad.data import DataError, download, fetch, fetching, path
from pixelgrad.data.catalogue import File

RUN = "import sys; from pixelgrad.data import catalogue; catalogue.sets = lambda: catalogue.parse(open(sys.argv[1]).read()); "
RUN += "from pixelgrad.__main__ import main; sys.exit(main(sys.argv[2:]))"


def files_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name != ".pixelgrad.lock")


def ranges(site):
    return [wanted for _, wanted in site.asked]


def test_the_file_comes_whole_and_only_once(site, toml, use, folder, content):
    use(toml)
    assert fetch("noise") == folder / "sub" / "noise.bin" == path("noise")
    assert (folder / "sub" / "noise.bin").read_bytes() == content
    fetch("noise")
    assert len(site.asked) == 1 and files_in(folder) == ["sub/noise.bin"]


@pytest.mark.parametrize("known", [0, 1, 70_000])
def test_what_an_earlier_try_left_is_gone_on_with(site, toml, use, folder, content, known):
    use(toml)
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "noise.bin.part").write_bytes(content[:known])
    assert fetch("noise").read_bytes() == content
    assert ranges(site) == [f"bytes={known}-" if known else ""]


def test_a_part_that_is_whole_costs_no_second_download(site, toml, use, folder, content):
    use(toml)
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "noise.bin.part").write_bytes(content)
    assert fetch("noise").read_bytes() == content
    assert ranges(site) == [f"bytes={len(content)}-"]


def test_a_server_without_ranges_sends_all_again(site, toml, use, folder, content):
    use(toml)
    site.ranges = False
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "noise.bin.part").write_bytes(content[:1000])
    assert fetch("noise").read_bytes() == content


def test_a_part_longer_than_the_file_is_no_beginning_of_it(site, toml, use, folder, content):
    use(toml)
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "noise.bin.part").write_bytes(content + b"more")
    assert fetch("noise").read_bytes() == content
    assert ranges(site) == [""]


def test_a_cut_connection_goes_on_by_itself(site, toml, use, folder, content):
    use(toml)
    site.cuts = [300_000, 300_000]
    assert fetch("noise").read_bytes() == content
    began = [int(wanted.strip("bytes=-") or 0) for wanted in ranges(site)]
    assert len(began) == 3 and all(0 <= 300_000 - (after - before) < download.CHUNK for before, after in pairwise(began))


def test_a_busy_server_is_asked_again(site, toml, use, folder, content):
    use(toml)
    site.cuts, site.statuses = [], [503]
    assert fetch("noise").read_bytes() == content


def test_a_connection_that_is_always_cut_ends_with_what_came_kept(site, toml, use, folder):
    use(toml)
    site.ranges, site.cuts = False, [50_000] * 20
    with pytest.raises(DataError, match="cut the connection again and again"):
        fetch("noise")
    assert files_in(folder) == ["sub/noise.bin.part"] and len(site.asked) == download.TRIES + 1
    assert path("noise") is None


def test_silence_is_no_waiting_for_ever(site, toml, use, folder, content, monkeypatch):
    """The first answer stalls for longer than the limit; the second goes on behind it."""
    use(toml)
    monkeypatch.setattr(download, "TIMEOUT", (1.0, 0.2))
    site.pause = 0.5
    monkeypatch.setattr(download, "_once", _then_fast(site, download._once))
    assert fetch("noise").read_bytes() == content
    assert ranges(site)[1].startswith("bytes=")


def _then_fast(site, once):
    def run(*args):
        try:
            once(*args)
        finally:
            site.pause = 0.0

    return run


def test_other_bytes_are_refused_and_removed(site, toml, use, folder, content):
    use(toml)
    site.files["/noise.bin"] = b"x" + content[1:]
    with pytest.raises(DataError, match="another file than the catalogue knows"):
        fetch("noise")
    assert files_in(folder) == []


def test_a_wrong_beginning_is_thrown_away_once(site, toml, use, folder, content):
    use(toml)
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "noise.bin.part").write_bytes(b"wrong" * 100)
    assert fetch("noise").read_bytes() == content
    assert ranges(site) == ["bytes=500-", ""]


def test_a_wrong_beginning_and_other_bytes_end_too(site, toml, use, folder, content):
    use(toml)
    site.files["/noise.bin"] = content[::-1]
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "noise.bin.part").write_bytes(b"wrong" * 100)
    with pytest.raises(DataError, match="another file than the catalogue knows"):
        fetch("noise")
    assert ranges(site) == ["bytes=500-", ""] and files_in(folder) == []


def test_a_server_that_begins_elsewhere_is_asked_for_the_whole(site, toml, use, folder, content):
    use(toml)
    site.shift = 7
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "noise.bin.part").write_bytes(content[:1000])
    assert fetch("noise").read_bytes() == content
    assert ranges(site) == ["bytes=1000-", ""]


def test_a_damaged_file_is_fetched_again(site, toml, use, folder, content):
    use(toml)
    target = fetch("noise")
    target.write_bytes(content[:-1])
    assert fetch("noise").read_bytes() == content


def test_without_a_known_hash_nothing_is_gone_on_with(site, folder, content):
    """Nothing could tell whether the two halves are of one file."""
    folder.mkdir()
    site.files["/a"] = content
    (folder / "a.part").write_bytes(b"of yesterday")
    fetching.checked(f"{site.url}/a", File("a"), folder / "a")
    assert (folder / "a").read_bytes() == content and ranges(site) == [""]


@pytest.mark.parametrize("known", ["sha256_prefix", "md5"])
def test_other_published_hashes_are_compared_too(site, folder, content, known):
    folder.mkdir()
    site.files["/a"] = content
    digest = {"sha256_prefix": hashlib.sha256(content).hexdigest()[:8], "md5": hashlib.md5(content).hexdigest()}[known]
    fetching.checked(f"{site.url}/a", File("a", **{known: digest}), folder / "a")
    with pytest.raises(DataError, match="removed"):
        fetching.checked(f"{site.url}/a", File("a", **{known: digest[::-1]}), folder / "b")
    assert files_in(folder) == ["a"]


def test_the_second_address_is_tried(site, toml, use, folder, content):
    use(toml.replace("urls = [", f'urls = ["{site.url}/nothing", '))
    assert fetch("noise").read_bytes() == content


def test_not_found_is_told_at_once_with_the_ways_out(site, toml, use, folder):
    use(toml)
    site.files.clear()
    with pytest.raises(DataError) as told:
        fetch("noise")
    text = str(told.value)
    assert "answered 404" in text and "pixelgrad data fetch noise --mirror DIR" in text
    assert str(folder / "sub" / "noise.bin") in text and "https://example.org/noise" in text
    assert len(site.asked) == 1 and files_in(folder) == []


def test_no_network_names_the_next_command(toml, use, folder, monkeypatch):
    use(toml.replace("127.0.0.1", "no-such-host.invalid"))
    monkeypatch.setattr(download, "WAIT", 0)
    with pytest.raises(DataError, match=r"(?s)no-such-host.invalid:\d+ cannot be reached.*--mirror DIR"):
        fetch("noise")


def test_a_full_disk_is_told_before_it_is_full(site, toml, use, folder, monkeypatch):
    use(toml)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(1, 1, 10))
    with pytest.raises(DataError, match=r"is full \(1 MB are needed, 0 MB are left\).*--folder DIR"):
        fetch("noise")
    assert site.asked == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_disk_that_fills_up_meanwhile(toml, use, folder):
    """/dev/full takes no byte, as a full disk does."""
    use(toml)
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "noise.bin.part").symlink_to("/dev/full")
    with pytest.raises(DataError, match=r"is full .*make room"):
        fetch("noise")
    assert not (folder / "sub" / "noise.bin").exists()


def test_a_folder_that_may_not_be_written(toml, use, folder, monkeypatch):
    use(toml)

    def refuse(*args):
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(DataError, match=r"may not be written.*PIXELGRAD_DATA"):
        fetch("noise")


def test_a_killed_fetch_leaves_no_file_and_goes_on(site, toml, folder, tmp_path, content):
    """SIGKILL in the middle of the transfer; the next run asks for the rest only."""
    (tmp_path / "catalogue.toml").write_text(toml)
    command = [sys.executable, "-c", RUN, str(tmp_path / "catalogue.toml"), "data", "fetch", "noise"]
    site.pause = 0.05
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    part = folder / "sub" / "noise.bin.part"
    while not (part.is_file() and part.stat().st_size > 100_000):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert files_in(folder) == ["sub/noise.bin.part"]
    site.pause = 0.0
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    assert (folder / "sub" / "noise.bin").read_bytes() == content
    assert int(ranges(site)[-1].removeprefix("bytes=").rstrip("-")) > 100_000


def test_two_fetches_at_once_wait_for_each_other(site, toml, folder, tmp_path, content):
    (tmp_path / "catalogue.toml").write_text(toml)
    site.pause = 0.02
    command = [sys.executable, "-c", RUN, str(tmp_path / "catalogue.toml"), "data", "fetch", "noise"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    words = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert (folder / "sub" / "noise.bin").read_bytes() == content
    assert len(site.asked) == 1 and sum("Another fetch" in word for word in words) <= 1
