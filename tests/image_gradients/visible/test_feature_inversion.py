"""Visible checks of feature_inversion. style_transfer is a stand-in here that remembers how it is called."""

import pytest
import torch

from pixelgrad.standins import recorder
from pixelgrad.testing import close, holds

NAMES = "content_image style_image image_size style_size content_layer content_weight style_layers style_weights tv_weight init_random"


def ask(student):
    """The call, and the arguments of the call of style_transfer that it made."""
    bind = {"style_transfer": recorder(NAMES.split())}
    call = student.call("feature_inversion", "photograph.jpg", 96, 3, 0.5, 0.25, bind=bind, after=("style_transfer",))
    made = call.after["style_transfer"].calls()
    holds(len(made) == 1, call, f"style_transfer was called {len(made)} times.")
    return call, made[0]


@pytest.mark.hint("Call style_transfer with the content as it is, weights of 0 for the style, and init_random=True.")
def test_call_of_style_transfer(student):
    """style_transfer is called with the content given, without style, and from noise."""
    call, made = ask(student)
    content = [made.get(name) for name in ("content_image", "image_size", "content_layer", "content_weight", "tv_weight")]
    holds(content == ["photograph.jpg", 96, 3, 0.5, 0.25], call, f"It was called with {content}.")
    holds(not any(made.get("style_weights") or ()), call, f"The style weights are {made.get('style_weights')}.")
    holds(made.get("init_random") in (True, 1), call, f"init_random is {made.get('init_random')!r}.")


@pytest.mark.hint("Return what style_transfer returns.")
def test_result_is_returned(student):
    """The image that style_transfer found is returned."""
    call, _ = ask(student)
    close(call.value, torch.ones(1, 3, 4, 5), call)
