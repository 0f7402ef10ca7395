"""Pictures as an endless GIF: written as a file, and shown in a notebook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

SHORTEST = 20  # milliseconds a frame; browsers show shorter ones more slowly


def write(frames: Sequence[Image.Image], path: str | Path, *, seconds: float, hold: int = 0) -> Path:
    """Write an animation of about `seconds`; the last picture is held `hold` milliseconds longer. Returns the path."""
    pause = max(SHORTEST, round(1000 * seconds / len(frames)))
    pauses = [pause] * (len(frames) - 1) + [pause + hold]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=pauses, loop=0)
    return Path(path)


def shown(path: Path) -> Any:
    """The file as something that a notebook shows."""
    from IPython.display import Image as Shown

    return Shown(filename=str(path))
