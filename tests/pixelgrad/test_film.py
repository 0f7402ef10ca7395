"""A film counts, keeps pictures of the way, tells the losses, and ends in a figure."""

import matplotlib.pyplot as plt
import torch
from tqdm import tqdm

from pixelgrad import progress
from pixelgrad.film import Film


def played(film, n=5, **losses):
    for t in film.steps(n, "painting"):
        film.show(torch.full((1, 3, 4, 6), t / 10), **losses)
    return film


def test_it_counts_like_range_and_keeps_every_second_picture():
    film = Film(every=2)
    assert list(film.steps(3)) == [0, 1, 2]
    assert sorted(played(film).frames) == [0, 2, 4]
    torch.testing.assert_close(film.frames[4], torch.full((1, 3, 4, 6), 0.4))


def test_it_keeps_copies_and_forgets_the_last_loop():
    film, img = Film(every=1), torch.zeros(1, 3, 4, 6)
    for _ in film.steps(2):
        film.show(img)
        img += 1
    assert float(film.frames[0].max()) == 0 and float(film.frames[1].max()) == 1
    assert sorted(played(film, n=1).frames) == [0]


def test_it_tells_the_losses():
    film = played(Film(every=2), content=torch.tensor([12.4], requires_grad=True), style=3)
    assert film._bar.postfix == "content 12, style 3"


def test_showing_outside_a_loop_does_nothing():
    film = Film()
    film.show(torch.zeros(1, 3, 4, 6), content=1)
    assert film.frames == {}


def test_the_figure_fits_the_page_and_shows_the_way():
    film, X = played(Film(every=2)), torch.zeros(1, 3, 4, 6)
    figure = film.figure([X, torch.zeros(1, 3, 6, 4)], X, ["content", "style", "result"], "claim")
    assert figure.get_size_inches()[0] <= 6
    assert figure.get_suptitle() == "claim"
    titles = [axis.get_title() for axis in figure.axes]
    assert titles == ["content", "style", "result", "step 0", "step 2", "step 4"]
    assert plt.get_fignums() == []
    figure.canvas.draw()


def test_without_frames_there_is_one_row():
    X = torch.zeros(1, 3, 4, 6)
    assert len(Film().figure([X], X, ["content", "result"]).axes) == 2


def test_in_a_notebook_one_picture_is_updated_and_then_gives_way(monkeypatch):
    import IPython.display

    shown, updates = [], []

    class Handle:
        def update(self, what, raw=False):
            updates.append(what)

    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setattr(progress, "bar", lambda n, desc, bar_format: tqdm(range(n), disable=True))
    monkeypatch.setattr(IPython.display, "display", lambda what, display_id: shown.append(what) or Handle())
    film = played(Film(every=2))
    assert len(shown) == 1 and len(updates) == 3
    assert updates[-1] == {"text/plain": ""}
    film.close()
    assert len(updates) == 3
