"""Hidden tests of style_transfer: what it shows to the network, step by step, against Adam's own equations.

While it runs, `cnn` is a small network that remembers every image it is shown, and the four losses are stand-ins, so
that a mistake in a loss costs nothing here; where a solution does not call one, the true loss is expected. From
the images shown, the test computes each gradient and Adam's next image; nothing is compared over more than one step,
so rounding does not add up. Tolerance: 1e-4, a hundred times what was seen.

Accepted: a rate that changes before or after step 180, in a new Adam or the old one; a clamp at the beginning or the
end of a step; a function that returns nothing, as in the original course. One walk of 200 steps serves several tests.
"""

import functools
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import PIL.Image
import pytest
import torch

from pixelgrad.features import extract_features
from pixelgrad.images import preprocess
from pixelgrad.paintings import FOLDER
from pixelgrad.standins import distance, roughness, summary, summary_distance, taped_trunk
from pixelgrad.testing import close, close_to_any, finite, holds, shape, tensor, unchanged

STANDINS = {"content_loss": distance, "gram_matrix": summary, "style_loss": summary_distance, "tv_loss": roughness}
PAINTERS = ("night", "glass", "marble")
STEPS, DROP, FREE, TOLERANCE = 200, 180, 190, 1e-4
LUCK = 0.005  # share of values that rounding alone may decide


@dataclass(eq=False)
class Walk:
    """One call: what it was given, every image the network was shown before and while it moved, which losses were in force."""

    call: Any
    options: dict
    content: torch.Tensor
    style: torch.Tensor
    still: list
    images: torch.Tensor
    losses: dict


def gram(F):
    F = F.flatten(2)
    return torch.einsum("ncp,ndp->ncd", F, F) / F[0].numel()


TRUTH = {
    "content_loss": lambda w, F, P: w * (F - P).square().sum(),
    "gram_matrix": gram,
    "style_loss": lambda feats, layers, targets, w: sum(
        w * (gram(feats[k]) - A).square().sum() for k, A, w in zip(layers, targets, w, strict=True)
    ),
    "tv_loss": lambda x, w: w * (x.diff(dim=2).square().sum() + x.diff(dim=3).square().sum()),
}


def paint(student, seed, names, **changes):
    """Call style_transfer with stand-ins for `names`."""
    options = {
        "image_size": 6 + seed % 2, "style_size": 9, "content_layer": 2, "content_weight": 2.0, "style_layers": (4, 1),
        "style_weights": (200.0, 100.0), "tv_weight": 0.05, **changes,
    }  # fmt: skip
    paths = (files("skimage") / "data/horse.png", FOLDER / f"{PAINTERS[seed % 3]}.jpg")  # black on white: values beyond 1.5
    content, style = (
        preprocess(PIL.Image.open(f), options[s], crop=False) for f, s in zip(paths, ("image_size", "style_size"), strict=True)
    )
    bind = {"cnn": taped_trunk(seed=seed), **{name: STANDINS[name]() for name in names}}
    call = student.call("style_transfer", *map(str, paths), bind=bind, after=("cnn", *names), **options)
    runs = call.after["cnn"].seen()
    moving = [tensor(images, call)[:, 0] for moves, images in runs if moves and images.shape[1:] == content.shape]
    holds(moving, call, "The network was never shown an image of the content's shape that requires gradients.")
    images = torch.cat(moving)
    finite(images, call, what="image in some step")
    used = [name for name in names if call.after[name].used()]  # one that is not was written out by the solution
    losses = {name: bind[name] if name in used else TRUTH[name] for name in STANDINS}
    return Walk(call, options, content, style, [images for moves, images in runs if not moves], images, losses)


@pytest.fixture
def walk(request, student, seed):
    """Paint with stand-ins, or without them if the solution cannot work with them; the same walk is not made twice."""
    kept = vars(request.session).setdefault("style_walks", {})

    def walked(**changes):
        key = str(changes)
        if key not in kept:
            try:
                kept[key] = paint(student, seed, tuple(STANDINS), **changes)
            except Exception:  # noqa: BLE001 - it is raised again if it was not the stand-ins' fault
                kept[key] = paint(student, seed, (), **changes)
        return kept[key]

    return walked


def losses(w, seed, images):
    """The sum of the whole loss over images (T, 3, H, W), a float64 scalar."""
    net, o = taped_trunk(seed=seed, dtype="float64"), w.options
    target = extract_features(w.content.double(), net)[o["content_layer"]]
    feats = extract_features(w.style.double(), net)
    targets = [w.losses["gram_matrix"](feats[k]) for k in o["style_layers"]]
    feats = extract_features(images, net)
    loss = w.losses["content_loss"](o["content_weight"], feats[o["content_layer"]], target)
    style = w.losses["style_loss"](feats, o["style_layers"], targets, o["style_weights"])
    return loss + style + w.losses["tv_loss"](images, o["tv_weight"])


def gradients(w, seed):
    """The gradient of the whole loss at every image of the walk, (T, 3, H, W): one backward pass."""
    X = w.images.clone().requires_grad_()
    return torch.autograd.grad(losses(w, seed, X), X)[0]


def average(values, beta):
    """Adam's corrected running average after every step (Kingma and Ba 2015, algorithm 1)."""
    t = torch.arange(len(values), dtype=torch.float64)
    weights = ((1 - beta) * beta ** (t[:, None] - t)).tril() / (1 - beta ** (t[:, None] + 1))  # (T, T)
    return (weights @ values.flatten(1)).view_as(values)


def adam(g):
    """Adam's step at a rate of 1 for every gradient of a walk, (T, 3, H, W)."""
    return average(g, 0.9) / (average(g * g, 0.999).sqrt() + 1e-8)


@functools.lru_cache(maxsize=1)
def next_images(w, seed):
    """For each right way: what follows each image of the walk, (T, 3, H, W), not clamped, and how unsure that is.

    Adam divides a gradient by its own size, so where it is almost 0 its rounding decides: right answers differ there
    by as much as the step does when every gradient is a millionth of the largest one higher or lower. Where large terms
    of a gradient cancel, rounding reaches further, in a few values: hence LUCK.
    """
    g, ways = gradients(w, seed), []
    small = 1e-6 * g.abs().amax(dim=(1, 2, 3), keepdim=True)
    for drop in (DROP, DROP + 1):
        rate = torch.where(torch.arange(len(g)) < drop, 3.0, 0.1).double().view(-1, 1, 1, 1)
        for cuts in ((0,), (0, drop)):  # the old Adam, or a new one
            step, more, less = (torch.cat([adam(part) for part in torch.tensor_split(G, cuts[1:])]) for G in (g, g + small, g - small))
            ways.append((w.images - rate * step, rate * (more - less).abs()))
    return ways


def beyond(found, way, unsure):
    """Which values are further from the way than is unsure."""
    return (found - way).abs() - unsure > TOLERANCE


def agrees(found, way, unsure, call, what):
    """Assert that images are those of the way, but for what is unsure and a very few values."""
    if beyond(found, way, unsure).double().mean() > LUCK:
        gap = found - way
        close(way + gap.sign() * (gap.abs() - unsure).clamp(min=0), way, call, rtol=0, atol=TOLERANCE, what=what)


def right_way(w, seed, part):
    """Of all right answers the one nearest to images `part` of the walk: what follows each image, and how unsure that is."""
    holds(len(w.images) >= FREE, w.call, f"Only {len(w.images)} steps were made.")
    moved, ways = w.images[1:][part], []
    for free in (FREE, FREE + 1):
        held = (torch.arange(1, len(w.images) + 1) < free).view(-1, 1, 1, 1)
        ways += [(torch.where(held, way.clamp(-1.5, 1.5), way), unsure) for way, unsure in next_images(w, seed)]
    return min(ways, key=lambda pair: beyond(moved, pair[0][:-1][part], pair[1][:-1][part]).sum())


@pytest.mark.hint("Start from the content image, clamped to [-1.5, 1.5] or as it is.")
def test_starts_from_the_content(walk):
    """The first image that moves is the content image."""
    w = walk()
    close_to_any(w.images[0], [w.content[0], w.content[0].clamp(-1.5, 1.5)], w.call, what="first image")


@pytest.mark.hint("Pass image_size and style_size on: the targets come from images of these sizes.")
def test_both_images_have_their_own_size(walk):
    """The network is shown the content at image_size and the style at style_size."""
    w = walk()
    for name, wanted in (("content", w.content), ("style", w.style)):
        found = [images[k] for images in w.still for k in range(len(images)) if images[k].shape == wanted.shape]
        near = [image for image in found if float((tensor(image, w.call) - wanted).abs().max()) < 1e-4]
        holds(near, w.call, f"The network was never shown the {name} image at a height and width of {tuple(wanted.shape[2:])}.")


@pytest.mark.hint("Make 200 steps, t from 0 to 199, each with one pass through the network.")
def test_two_hundred_steps(walk):
    """The image moves 200 times."""
    w = walk()
    holds(len(w.images) == STEPS, w.call, f"It moved {len(w.images)} times.")


@pytest.mark.hint("Clamp img.data to [-1.5, 1.5] in every step with t < 190.")
def test_image_is_clamped(walk):
    """Until step 190 no value leaves [-1.5, 1.5]."""
    w = walk()
    largest = float(w.images[1:FREE].abs().max())
    holds(largest <= 1.5 + 1e-6, w.call, f"In some step before 190 a value of size {largest:.4g} went through the network.")


@pytest.mark.points(3)
@pytest.mark.hint("Minimise the sum of all three losses; zero the gradient in every step; one Adam with rate 3.0.")
def test_steps_follow_adam(walk, seed):
    """In the first 180 steps each image follows from the earlier ones by Adam's equations with rate 3.0."""
    w, part = walk(), slice(0, DROP - 1)
    way, unsure = right_way(w, seed, part)
    agrees(w.images[1:][part], way[:-1][part], unsure[:-1][part], w.call, "image in some step")


@pytest.mark.points(2)
@pytest.mark.hint("From step 180 on the rate is 0.1, in a new Adam or the old one; from step 190 on nothing is clamped.")
def test_last_steps_are_short_and_free(walk, seed, record_property):
    """In the last 20 steps Adam goes on with rate 0.1, and from step 190 on without the clamp."""
    w, part = walk(), slice(DROP - 1, STEPS)
    way, unsure = right_way(w, seed, part)
    agrees(w.images[1:][part], way[:-1][part], unsure[:-1][part], w.call, "image in one of the last steps")
    first, last = (float(losses(w, seed, X)) for X in (w.images[:1], w.images[-1:]))
    record_property("Style transfer: share of the loss that is left", last / first)


@pytest.mark.hint("Return img after the last step, not a copy from before.")
def test_result_is_the_last_image(walk, seed):
    """What is returned is the image after the last step, (1, 3, H, W)."""
    w = walk()
    way, unsure = right_way(w, seed, slice(FREE, STEPS))
    holds(len(w.images) == STEPS, w.call, f"It moved {len(w.images)} times.")
    if isinstance(w.call.value, torch.Tensor):  # the original course returns nothing
        shape(w.call.value, w.content.shape, w.call)
        agrees(tensor(w.call.value, w.call), way[-1:], unsure[-1:], w.call, "result")


@pytest.mark.hint("With init_random=True start from random numbers of the content's shape, not from the content.")
def test_starts_from_noise(walk):
    """With init_random=True the first image is noise, and not the content."""
    w = walk(init_random=True, style_weights=(0.0, 0.0))
    first = w.images[0]
    away = float((first - w.content[0].clamp(-1.5, 1.5)).abs().mean())
    holds(
        float(first.std()) > 0.1 and away > 0.1,
        w.call,
        f"The first image deviates by {float(first.std()):.3g} within itself, by {away:.3g} from the content.",
    )


@pytest.mark.hint("The content loss compares with the features of the content image, computed once, before the loop.")
def test_features_approach_the_contents(walk, seed):
    """From noise, without style, the features of the image approach those of the content (feature inversion)."""
    w = walk(init_random=True, style_weights=(0.0, 0.0))
    net, layer = taped_trunk(seed=seed, dtype="float64"), w.options["content_layer"]
    target, first, last = (extract_features(X.double(), net)[layer] for X in (w.content, w.images[:1], w.images[-1:]))
    before, after = float((first - target).norm()), float((last - target).norm())
    holds(after < 0.5 * before, w.call, f"The distance of the features is {before:.3g} at the start and {after:.3g} at the end.")


@pytest.mark.hint("Only img is to be optimised: leave the network's weights and their gradients alone.")
def test_network_stays_as_it_was(walk):
    """The network stays as it was."""
    unchanged(walk().call)
