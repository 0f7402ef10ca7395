"""Pick a position of a grid with two sliders and see a figure of it. Needs ipywidgets and a live notebook.

In a notebook that is only read, a PDF or a graded notebook, nothing is to be seen of it: draw a figure of one
position in a cell of its own as well.
"""

from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure


def pick(draw: Callable[[int, int], Figure], rows: int, columns: int, start: tuple[int, int] = (0, 0)) -> Any:
    """A widget with a slider for the row and one for the column; `draw(row, column)` is shown when one is let go.

    Nothing is drawn before a slider moves. Returns the widget: the last line of a cell shows it. Where
    ipywidgets is not installed it returns a line of text that says so.
    """
    try:
        import ipywidgets
    except ImportError:
        return "ipywidgets is not installed: call the function with a row and a column of your own."
    sliders = [
        ipywidgets.IntSlider(value=value, min=0, max=count - 1, description=name, continuous_update=False)
        for name, value, count in (("row", start[0], rows), ("column", start[1], columns))
    ]
    shown = ipywidgets.Output()

    def redraw(_: Any) -> None:
        from IPython.display import display

        shown.clear_output(wait=True)
        with shown:
            display(draw(*(slider.value for slider in sliders)))

    for slider in sliders:
        slider.observe(redraw, names="value")
    return ipywidgets.VBox([*sliders, shown])
