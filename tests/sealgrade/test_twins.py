"""`calls.py` runs in the student's kernel and in the sealed worker: the same bytes in both packages."""

from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src"


def test_calls_is_the_same_in_both_packages():
    ours, theirs = SOURCES / "sealgrade/engine/calls.py", SOURCES / "pixelgrad/calls.py"
    assert ours.read_bytes() == theirs.read_bytes(), f"copy {theirs} over {ours}: it is edited in pixelgrad"
