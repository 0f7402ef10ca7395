"""Watch an image change: a progress bar with the losses, the newest picture, and a figure of all of it."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from matplotlib.figure import Figure

from . import progress, strips
from .images import deprocess, to_pil


class Film:
    """Goes with a loop, `for t in film.steps(200)`, in which `film.show(img, content=c, style=s)` is called.

    It keeps the image of every `every`-th step. In a notebook the newest is seen while the loop
    runs. Showing costs nothing but a copy elsewhere, and a loop without it is just as right.
    """

    def __init__(self, every: int = 40) -> None:
        self.every, self.frames = every, {}
        self._bar: Any = None
        self._picture: Any = None

    def steps(self, n: int, desc: str = "") -> Iterator[int]:
        """Count like `range(n)` with a progress bar; forgets what an earlier loop has shown."""
        self.close()
        self.frames, self._t = {}, 0
        self._bar = progress.bar(n, desc, bar_format=progress.WITH_LOSSES)
        for t in self._bar:
            self._t = t
            yield t
        self.close()

    def show(self, img: torch.Tensor, **losses: Any) -> None:
        """Call once a step. img: (1, 3, H, W) normalised; losses: numbers or scalar tensors, by name."""
        if self._bar is None or (self._t % 10 and self._t % self.every):
            return
        told = [f"{name} {float(torch.as_tensor(loss).detach()):.0f}" for name, loss in losses.items()]
        self._bar.set_postfix_str(", ".join(told), refresh=False)
        if self._t % self.every == 0:
            self.frames[self._t] = img.detach().cpu().clone()
            if progress.in_notebook():
                self._display(img)

    def _display(self, img: torch.Tensor) -> None:
        from IPython.display import display

        if self._picture is None:
            self._picture = display(to_pil(img), display_id=True)
        else:
            self._picture.update(to_pil(img))

    def close(self) -> None:
        """End the live picture: what remains in the notebook is the line with the losses, and a figure if one is asked for."""
        if self._picture is not None:
            self._picture.update({"text/plain": ""}, raw=True)
        self._picture = None

    def figure(self, given: Sequence[Any], img: torch.Tensor, captions: Sequence[str], title: str = "") -> Figure:
        """Above, the given images and the result, one caption each; below, the way there.

        given: (1, 3, H, W) normalised images of any size. img: (1, 3, H, W), the result.
        """
        self.close()
        shown = [deprocess(X)[0] for X in (*given, img)]
        way = {f"step {t}": deprocess(X)[0] for t, X in self.frames.items()}
        return strips.two_rows(shown, captions, list(way.values()), list(way), title)
