"""Hidden tests of feature_inversion: which call of style_transfer it makes.

While it runs, style_transfer is a stand-in that remembers its arguments, so that a mistake in style_transfer costs
nothing here. Accepted: any style image and size, any layers with weights of zero, also none at all.
"""

import pytest
import torch

from pixelgrad.standins import recorder
from pixelgrad.testing import close, holds

NAMES = "content_image style_image image_size style_size content_layer content_weight style_layers style_weights tv_weight init_random"


def ask(student, seed):
    """The call, what it was given, and the arguments of the call of style_transfer that it made."""
    given = {"image_size": 20 + seed % 9, "content_layer": 1 + seed % 5, "content_weight": 0.5 + seed % 3, "tv_weight": 0.25 + seed % 2}
    bind = {"style_transfer": recorder(NAMES.split())}
    call = student.call("feature_inversion", "photograph.jpg", *given.values(), bind=bind, after=("style_transfer",))
    made = call.after["style_transfer"].calls()
    holds(len(made) == 1, call, f"style_transfer was called {len(made)} times.")
    return call, given, made[0]


@pytest.mark.points(2)
@pytest.mark.hint("Hand content_image, image_size, content_layer, content_weight and tv_weight on as they are.")
def test_content_is_handed_on(student, seed):
    """style_transfer gets the photograph, its size, the layer and both weights."""
    call, given, made = ask(student, seed)
    holds(made.get("content_image") == "photograph.jpg", call, "The content image is not the one given.")
    for name, value in given.items():
        holds(made.get(name) == value, call, f"{name} is {made.get(name)!r}; {value!r} was given.")


@pytest.mark.hint("Every style weight is 0, one for each style layer.")
def test_style_does_not_count(student, seed):
    """All style weights are zero, and there are as many as style layers, which are numbers of layers."""
    call, _, made = ask(student, seed)
    layers, weights = (list(made.get(name) or ()) for name in ("style_layers", "style_weights"))
    holds(all(isinstance(layer, int) for layer in layers), call, f"The style layers are {layers}.")
    holds(not any(weights), call, f"The style weights are {weights}.")
    holds(len(layers) == len(weights), call, f"There are {len(layers)} style layers and {len(weights)} weights.")


@pytest.mark.hint("Pass init_random=True.")
def test_starts_from_noise(student, seed):
    """The image starts from noise."""
    call, _, made = ask(student, seed)
    holds(made.get("init_random") in (True, 1), call, f"init_random is {made.get('init_random')!r}.")


@pytest.mark.hint("Return what style_transfer returns.")
def test_result_is_returned(student, seed):
    """The image that style_transfer found is returned."""
    call, _, _ = ask(student, seed)
    close(call.value, torch.ones(1, 3, 4, 5), call)
