"""Visible checks of style_transfer. The network and the four losses are small stand-ins here; the network is shown every image."""

import PIL.Image
import pytest
import torch

from pixelgrad.images import preprocess
from pixelgrad.paintings import FOLDER
from pixelgrad.standins import distance, roughness, summary, summary_distance, taped_trunk
from pixelgrad.testing import close, close_to_any, holds, shape, tensor

CONTENT, STYLE = str(FOLDER / "glass.jpg"), str(FOLDER / "night.jpg")


def paint(student, **changes):
    """Call style_transfer; return the call and every image that moved, (T, 3, 6, 7)."""
    options = {
        "image_size": 6, "style_size": 5, "content_layer": 2, "content_weight": 1.0, "style_layers": [2, 4],
        "style_weights": [30.0, 10.0], "tv_weight": 0.1, **changes,
    }  # fmt: skip
    bind = {"content_loss": distance(), "gram_matrix": summary(), "style_loss": summary_distance(), "tv_loss": roughness()}
    call = student.call("style_transfer", CONTENT, STYLE, bind={"cnn": taped_trunk(), **bind}, after=("cnn",), **options)
    moving = [tensor(images, call)[:, 0] for moves, images in call.after["cnn"].seen() if moves]
    holds(moving, call, "The network was never shown an image that requires gradients.")
    return call, torch.cat(moving)


@pytest.mark.hint("Start from the content image; make 200 steps, t from 0 to 199.")
def test_two_hundred_steps_from_the_content(student):
    """The image starts as the content and moves 200 times."""
    call, images = paint(student)
    content = preprocess(PIL.Image.open(CONTENT), 6, crop=False)[0]
    close_to_any(images[0], [content, content.clamp(-1.5, 1.5)], call, what="first image")
    holds(len(images) == 200, call, f"It moved {len(images)} times.")


@pytest.mark.hint("Clamp img.data to [-1.5, 1.5] in every step with t < 190, and not in later ones.")
def test_clamp(student):
    """No value leaves [-1.5, 1.5] before step 190."""
    call, images = paint(student)
    largest = float(images[1:190].abs().max())
    holds(largest <= 1.5 + 1e-6, call, f"In some step before 190 a value of size {largest:.4g} went through the network.")


@pytest.mark.hint("The rate is 3.0 until step 180, then 0.1; Adam's first step is as long as its rate.")
def test_rates(student):
    """The first step is long, the last steps are short."""
    call, images = paint(student)
    moved = (images[1:] - images[:-1]).abs().amax(dim=(1, 2, 3))
    holds(moved[0] > 1.4, call, f"No pixel moves by more than {moved[0]:.3g} in step 0.")
    holds(moved[182:].max() < 0.3, call, f"Some pixel moves by {moved[182:].max():.3g} in one of the last steps.")


@pytest.mark.hint("Return img.detach() after the loop, with the shape (1, 3, H, W).")
def test_result(student):
    """The result is close to the last image that the network was shown."""
    call, images = paint(student)
    shape(call.value, (1, 3, 6, 7), call)
    close(call.value, images[-1:], call, atol=0.3)


@pytest.mark.hint("With init_random=True start from random numbers, as the given lines do.")
def test_starts_from_noise(student):
    """With init_random=True the image starts from noise."""
    call, images = paint(student, init_random=True)
    content = preprocess(PIL.Image.open(CONTENT), 6, crop=False)[0]
    holds(float((images[0] - content.clamp(-1.5, 1.5)).abs().mean()) > 0.1, call, "The first image is the content.")
