"""A progress bar that also reads well in the notebook handed in.

tqdm's own notebook bar is a widget: it needs ipywidgets and leaves
an empty bar in a PDF. This one is a line of text that updates in place.
"""

import contextlib
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from tqdm.std import tqdm

FORMAT = "{desc}: {percentage:3.0f}% |{bar:24}| {n_fmt}/{total_fmt}{postfix} {elapsed}"
WITH_LOSSES = FORMAT.replace(":24}", ":10}")  # a shorter bar: room for two losses

tqdm.set_lock(threading.RLock())  # its own lock is for several processes, and making it takes 20 ms and 20 MiB; here one draws

_silenced = False


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """No bars and no live pictures in the body: a check tells what it found, not how far it is."""
    global _silenced
    before, _silenced = _silenced, True
    try:
        yield
    finally:
        _silenced = before


def in_notebook() -> bool:
    """Whether a Jupyter kernel runs this process, and what is drawn is to be seen."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return not _silenced and shell is not None and hasattr(shell, "kernel")


class Bar(tqdm):
    """tqdm without its thread, which wakes bars that skip steps; ours look at the clock in every step."""

    monitor_interval = 0


class NotebookBar(Bar):
    """tqdm drawn by IPython's display messages, one line of plain text."""

    _line = None

    def display(self, msg: str | None = None, pos: int | None = None) -> bool:
        from IPython.display import display

        line = {"text/plain": msg or str(self)}
        if self._line is None:
            self._line = display(line, raw=True, display_id=True)
        else:
            self._line.update(line, raw=True)
        return True

    def close(self) -> None:
        if not self.disable and self._line is not None:
            self.display()  # the last state stays, with its time
        self.disable = True


def bar(iterable: Iterable[Any] | int, desc: str = "", **kwargs: Any) -> tqdm:
    """`iterable` (or `range(iterable)`) with a progress bar around it.

    Returns a tqdm object: `set_postfix_str`, `update` and the like work.
    kwargs go to tqdm; `disable=True` is silent. Loops done within a second show
    no bar. In a terminal the bar goes to stderr.
    """
    if isinstance(iterable, int):
        iterable = range(iterable)
    kind = NotebookBar if in_notebook() else Bar
    options = {"bar_format": FORMAT, "mininterval": 0.25, "miniters": 1, "delay": 1, "ncols": 79, "disable": _silenced, **kwargs}
    return kind(iterable, desc=desc, **options)
