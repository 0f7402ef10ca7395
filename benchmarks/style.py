"""One step of style transfer, ours against the form of PyTorch's own tutorial, in one run: `python benchmarks/style.py`.

A step is forward, all three losses, backward, and Adam, on the default network and pictures. Ours keeps a list of features
and the functions of the worked solution; the tutorial's form inserts loss modules into the network. Both give the same loss
and the same gradient, which is checked first. Steps alternate, so both meet the same load.
"""

import argparse
import json
import os
import statistics
import time

import PIL.Image
import torch
from torch import nn
from torch.nn.functional import mse_loss
from ways import ROOT, SLUG

from pixelgrad import backbones, pictures
from pixelgrad.features import extract_features, layers_of, recipe, trunk
from pixelgrad.images import preprocess
from sealgrade import worked
from sealgrade.course import Course

LOSSES = ("content_loss", "gram_matrix", "style_loss", "tv_loss")


class Inserted(nn.Module):
    """A layer that hands its input on and keeps a loss: to a target's features, or to their Gram matrix."""

    def __init__(self, target, weight, style):
        super().__init__()
        self.weight, self.style, self.loss = weight, style, None
        self.target = self.statistic(target).detach()

    def statistic(self, X):
        if not self.style:
            return X
        N, C, H, W = X.shape
        flat = X.view(N * C, H * W)
        return torch.mm(flat, flat.t()).div(N * C * H * W)

    def forward(self, X):
        self.loss = self.weight * mse_loss(self.statistic(X), self.target, reduction="sum")
        return X


def tutorial(cnn, content, style, settings, tv):
    """The loss as a function of the image, with loss modules in the network."""
    C, S = (extract_features(X, cnn) for X in (content, style))
    layers, inserted = [], []
    for k, layer in enumerate(cnn):
        layers.append(layer)
        if k == settings["content_layer"]:
            inserted.append(Inserted(C[k], settings["content_weight"], style=False))
            layers.append(inserted[-1])
        if k in settings["style_layers"]:
            weight = settings["style_weights"][settings["style_layers"].index(k)]
            inserted.append(Inserted(S[k], weight, style=True))
            layers.append(inserted[-1])
    network = nn.Sequential(*layers)

    def loss(img):
        network(img)
        return sum(module.loss for module in inserted) + tv(img, settings["tv_weight"])

    return loss


def ours(cnn, content, style, settings, losses):
    """The loss as a function of the image, as the notebook writes it."""
    content_loss, gram_matrix, style_loss, tv_loss = losses
    layer, layers, weights = settings["content_layer"], settings["style_layers"], settings["style_weights"]
    target = extract_features(content, cnn)[layer]
    feats = extract_features(style, cnn)
    targets = [gram_matrix(feats[k]) for k in layers]

    def loss(img):
        feats = extract_features(img, cnn)
        part = content_loss(settings["content_weight"], feats[layer], target) + style_loss(feats, layers, targets, weights)
        return part + tv_loss(img, settings["tv_weight"])

    return loss


def stepper(loss, content):
    """A function that takes one step of Adam and returns the seconds it took."""
    img = content.clone().requires_grad_()
    optimizer = torch.optim.Adam([img], lr=3.0)

    def step():
        start = time.perf_counter()
        img.data.clamp_(-1.5, 1.5)
        optimizer.zero_grad()
        loss(img).backward()
        optimizer.step()
        return time.perf_counter() - start

    return step


def same(first, second, content):
    """Both losses and gradients agree to 1e-3 of the largest value."""
    found = []
    for loss in (first, second):
        img = content.clone().requires_grad_()
        value = loss(img)
        found.append((value.detach(), torch.autograd.grad(value, img)[0]))
    for ours, theirs in zip(*found, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-3 * float(ours.abs().max()))


def measure(size, steps):
    """Seconds per step of both forms: every single one, in pairs."""
    model = backbones.load("squeezenet1_1")
    chosen = pictures.load()
    content, style = (preprocess(PIL.Image.open(f), size, crop=False) for f in (chosen.content, next(iter(chosen.styles.values()))))
    names = worked.names(Course.load(ROOT), SLUG, "StyleTransfer")
    losses = [names[name] for name in LOSSES]
    settings = recipe(model, content, style, losses[1])
    cnn = trunk(model)[: layers_of(model)[1][-1] + 1]
    with torch.no_grad():
        forms = ours(cnn, content, style, settings, losses), tutorial(cnn, content, style, settings, losses[3])
    same(*forms, content)
    pair = [stepper(loss, content) for loss in forms]
    for step in pair * 3:
        step()
    times = [[step() for step in (pair if turn % 2 else pair[::-1])][:: 1 if turn % 2 else -1] for turn in range(steps)]
    return model.name, *map(list, zip(*times, strict=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=192, help="shorter side in pixels")
    parser.add_argument("--steps", type=int, default=40, help="steps of each form")
    parser.add_argument("--json", action="store_true", help="print one object on the last line")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    name, mine, theirs = measure(asked.size, asked.steps)
    ratio = statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
    found = {
        "ours_ms": 1e3 * statistics.median(mine), "tutorial_ms": 1e3 * statistics.median(theirs), "ratio": ratio,
        "network": name, "size": asked.size, "steps": asked.steps, "threads": torch.get_num_threads(), "load_before": load,
    }  # fmt: skip
    print(f"{'':24}{'median ms a step':>18}{'fastest':>10}")
    for label, times in (("features and functions", mine), ("modules in the network", theirs)):
        print(f"{label:24}{1e3 * statistics.median(times):18.1f}{1e3 * min(times):10.1f}")
    print(f"Ours takes {ratio:.3f} of the tutorial's time (median of {asked.steps} pairs; {name}, {asked.size} pixels, load {load:.1f}).")
    if asked.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
