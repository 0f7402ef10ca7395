"""Every problem set of the course is released with all its proofs, and its hidden tests tell the solutions of its bank apart.

The first one's turn is in test_docs, which runs `make demo` and the command `sealgrade verify` as the documents show them. What the
proofs and the disagreements are is tried in test_release and test_verify.
"""

import subprocess
import sys
from pathlib import Path

import clones
import pytest

from sealgrade import release
from sealgrade.course import Course

FURTHER = [assignment.slug for assignment in Course.load(clones.ROOT).assignment[1:]]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("slug", FURTHER)
def test_it_is_released_with_every_proof(slug, tmp_path, monkeypatch):
    """Among them: its notebooks run top to bottom in a stock kernel, on the embedded defaults, and raise only NotImplementedError."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "nothing here"))
    monkeypatch.chdir(clones.clone(tmp_path / "course"))
    course = Course.load(Path.cwd())
    proofs = release.release(course, slug)
    assert len(proofs) == 4 + len(course.pick(slug).notebook)
    assert not any(proof.broken for proof in proofs)


@pytest.mark.parametrize("slug", FURTHER)
def test_it_verifies(slug):
    """Under one seed, for the time it takes: the tests of pixelgrad try every file of the bank under another one in process."""
    words = [Path(sys.executable).parent / "sealgrade", "verify", slug, "--seeds", "1"]
    done = subprocess.run(words, cwd=clones.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
