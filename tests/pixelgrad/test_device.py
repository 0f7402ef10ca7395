"""Seeds repeat every global generator; bars count in a terminal and in a notebook."""

import random
import sys
import threading
import types

import numpy as np
import pytest
import torch

from pixelgrad import device, progress


def draw():
    return torch.rand(3).tolist(), np.random.rand(3).tolist(), random.random()


def test_the_same_seed_gives_the_same_numbers():
    device.seed_everything(7)
    first = draw()
    device.seed_everything(7)
    assert draw() == first
    device.seed_everything(8)
    assert all(a != b for a, b in zip(draw(), first, strict=True))


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(ValueError, match=r"[Ss]eed"):
        device.seed_everything(seed)


def test_the_default_device_exists():
    assert torch.zeros(1, device=device.default_device()).device.type in ("cpu", "cuda")


def test_a_bar_counts_in_a_terminal(capsys):
    assert list(progress.bar(4, "steps", delay=0)) == [0, 1, 2, 3]
    assert "steps: 100%" in capsys.readouterr().err


def test_a_bar_starts_no_thread_and_still_shows_slow_steps(capsys):
    """A thread does not survive the forks of grading; tqdm has one, for bars whose steps become slower."""
    before, bar = threading.active_count(), progress.bar(2_000, "steps", delay=0, mininterval=0)
    for step in bar:
        assert step or threading.active_count() == before
        if step == 1_990:
            capsys.readouterr()
    assert "1991/2000" in capsys.readouterr().err  # no step is skipped, however quick those before were


def test_a_short_loop_and_a_disabled_bar_show_nothing(capsys):
    assert sum(progress.bar(range(4))) == sum(progress.bar(range(4), disable=True, delay=0)) == 6
    assert capsys.readouterr() == ("", "")


def test_a_bar_in_a_notebook_is_one_line_of_text(monkeypatch, capsys):
    shown = []
    handle = types.SimpleNamespace(update=lambda data, raw: shown.append(data["text/plain"]))

    def display(data, raw, display_id):
        shown.append(data["text/plain"])
        return handle

    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setitem(sys.modules, "IPython.display", types.SimpleNamespace(display=display))
    assert list(progress.bar([5, 6], "steps", delay=0)) == [5, 6]
    assert "2/2" in shown[-1] and all("\r" not in line and "\n" not in line for line in shown)
    assert capsys.readouterr() == ("", "")
