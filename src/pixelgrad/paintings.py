"""Three style pictures, painted by arithmetic: strokes along a flow, stained glass, marbled paper.

`python -m pixelgrad.paintings` paints the files of the folder `painted` again. They are ours, so the
course may ship them, which paintings in a museum's photograph often do not allow.
"""

from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage
from scipy.spatial import cKDTree

FOLDER = Path(__file__).with_name("painted")
SIZE = (256, 320)  # rows, columns
SCALE = 2  # painted larger, then reduced: smooth edges


def _fog(dice, shape, sigma):
    """Smooth noise, periodic at the edges, mean 0 and deviation 1."""
    values = ndimage.gaussian_filter(dice.standard_normal(shape), sigma, mode="wrap")
    return (values - values.mean()) / values.std()


def _palette(values, colours):
    """Values in [0, 1] (clipped) -> (..., 3): linear interpolation through a list of RGB colours, 0 to 255."""
    places = np.linspace(0, 1, len(colours))
    columns = np.array(colours, dtype=float).T
    return np.stack([np.interp(values, places, column) for column in columns], axis=-1)


def _along(field, values, steps, stride=1.0):
    """Average of `values` (H, W) along the streamlines of `field`, a pair of components (H, W)."""
    rows, columns = np.meshgrid(*map(np.arange, values.shape), indexing="ij")
    total = np.zeros_like(values)
    for sign in (1, -1):
        place = np.stack([rows, columns]).astype(float)
        for _ in range(steps):
            total += ndimage.map_coordinates(values, place, order=1, mode="reflect")
            here = np.stack([ndimage.map_coordinates(part, place, order=1, mode="reflect") for part in field])
            place += sign * stride * here / (np.hypot(*here) + 1e-6)
    return total / (2 * steps)


def night(dice, shape):
    """Strokes of blue and gold that follow a flow with whirls."""
    H, W = shape
    rows, columns = np.meshgrid(np.arange(H), np.arange(W), indexing="ij")
    stream, glow = 1.6 * H * _fog(dice, shape, H / 6) / 6, np.zeros(shape)
    for y, x, size, turn in [(0.32, 0.3, 0.2, 1), (0.4, 0.72, 0.24, -1), (0.78, 0.5, 0.16, 1), (0.12, 0.55, 0.1, 1), (0.75, 0.9, 0.1, -1)]:
        r = np.hypot(rows - y * H, columns - x * W)
        stream += turn * 0.9 * size * H * np.exp(-((r / (size * H)) ** 2)) * 2
        glow += np.exp(-((r / (0.45 * size * H)) ** 2)) + 0.35 * np.exp(-(((r - 0.75 * size * H) / (0.12 * size * H)) ** 2))
    field = (np.gradient(stream, axis=1), -np.gradient(stream, axis=0))
    grain = _along(field, ndimage.gaussian_filter(dice.standard_normal(shape), 1.6), 18)
    grain /= grain.std()
    tone = 0.42 + 0.13 * _fog(dice, shape, H / 14) + 0.19 * grain + 0.5 * glow
    blue = [(10, 16, 48), (22, 44, 104), (38, 84, 160), (88, 140, 190), (190, 204, 170), (244, 206, 84), (255, 236, 160)]
    light = 1 + 0.1 * np.gradient(grain, axis=0) / np.gradient(grain, axis=0).std()
    return _palette(tone / 1.35, blue) * np.clip(light, 0.7, 1.3)[..., None]


def glass(dice, shape):
    """Panes of coloured glass in lead."""
    H, W = shape
    rows, columns = np.meshgrid(np.arange(H), np.arange(W), indexing="ij")
    place = np.stack([rows + H * 0.02 * _fog(dice, shape, H / 20), columns + H * 0.02 * _fog(dice, shape, H / 20)], axis=-1)
    centres = dice.uniform((-0.05 * H, -0.05 * W), (1.05 * H, 1.05 * W), (170, 2))
    distance, pane = cKDTree(centres).query(place, k=2)
    lead = np.clip((distance[..., 1] - distance[..., 0]) / (H * 0.012), 0, 1)
    colours = np.array([(196, 30, 44), (228, 118, 22), (246, 194, 48), (24, 84, 168), (20, 132, 124), (92, 36, 120), (232, 224, 198)])
    weights = np.array([5, 4, 4, 6, 4, 2, 2]) / 27
    chosen = colours[dice.choice(len(colours), len(centres), p=weights)][pane[..., 0]]
    light = 0.78 + 0.12 * _fog(dice, shape, H / 40) + 0.05 * _fog(dice, shape, 2) + 0.25 * np.exp(-distance[..., 0] / (0.04 * H))
    return chosen * (np.clip(light, 0.3, 1.25) * lead)[..., None] + 14 * (1 - lead[..., None])


def marble(dice, shape):
    """Marbled paper: bands of red, ochre and teal, folded by warping twice."""
    H, W = shape
    rows, columns = np.meshgrid(np.arange(H), np.arange(W), indexing="ij")
    first = H * 0.1 * _fog(dice, shape, H / 7), H * 0.1 * _fog(dice, shape, H / 7)
    y, x = rows + first[0] + 0.06 * H * np.sin(columns / H * 11), columns + first[1]
    fold = ndimage.map_coordinates(_fog(dice, shape, H / 9), [y, x], order=1, mode="wrap")
    phase = (y + 0.55 * x) / H * 2.6 + 0.55 * fold
    colours = [(122, 22, 30), (206, 62, 34), (238, 142, 48), (246, 214, 150), (44, 118, 122), (16, 52, 76), (206, 62, 34), (122, 22, 30)]
    band = phase % 1
    fine = 0.5 + 0.5 * np.sin(2 * np.pi * phase * 7)
    return _palette(band, colours) * (0.82 + 0.18 * fine + 0.05 * _fog(dice, shape, 1.5))[..., None]


PAINTERS = {"night": night, "glass": glass, "marble": marble}


def paint(name, seed=7):
    """A picture (256, 320, 3) uint8 by the painter `name`; another seed paints another one in the same style."""
    shape = tuple(SCALE * side for side in SIZE)
    pixels = PAINTERS[name](np.random.default_rng(seed), shape).clip(0, 255).astype(np.uint8)
    return np.asarray(Image.fromarray(pixels).resize(SIZE[::-1], Image.Resampling.LANCZOS))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for painter in PAINTERS:
        Image.fromarray(paint(painter)).save(FOLDER / f"{painter}.jpg", quality=88)
