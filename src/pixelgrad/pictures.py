"""Files for style transfer: a photograph for its content, three pictures for their style."""

from importlib.resources import files
from typing import NamedTuple

from . import data
from .paintings import FOLDER, PAINTERS

CS231N = ("composition_vii", "the_scream", "starry_night")


class Pictures(NamedTuple):
    """File names: content, a photograph; styles, {name: file} of three pictures."""

    content: str
    styles: dict[str, str]


def load(*, verbose: bool = True) -> Pictures:
    """CS231n's photograph and paintings when the data folder has them, else ours; prints which.

    Ours: the palace photograph that comes with scikit-learn (by danielbuechele, CC BY 2.0), and three
    pictures painted by `pixelgrad.paintings`. The files exist; `PIL.Image.open` reads them.
    """
    if folder := data.path("cs231n_styles"):
        found = {name: str(folder / f"{name}.jpg") for name in CS231N}
        pictures, source = Pictures(str(folder / "tubingen.jpg"), found), "tubingen and three paintings, found in the data folder"
    else:
        palace = str(files("sklearn").joinpath("datasets/images/china.jpg"))
        painted = {name: str(FOLDER / f"{name}.jpg") for name in PAINTERS}
        pictures, source = Pictures(palace, painted), "a palace from scikit-learn, three styles painted by arithmetic"
    if verbose:
        print(f"Pictures: {source}.")
    return pictures
