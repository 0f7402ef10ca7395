"""The worked saliency maps and signed-gradient step against Captum's: the same inputs, the same run, the same results.

Both sides run in turn on the same tensors and the same network, and must agree before anything is timed. Limits: one
backbone on the CPU; what is measured is a forward and a backward pass plus each side's own handling of inputs and hooks,
so the ratios approach 1 as networks grow.
"""

import argparse
import json
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import torch
from captum._utils.gradient import compute_layer_gradients_and_eval  # what its layer methods share; none returns the gradient alone
from captum.attr import LayerAttribution, Saliency
from captum.robust import FGSM
from grading import machine
from rich import box
from rich.console import Console
from rich.table import Table
from ways import ROOT, SLUG

from pixelgrad import backbones, fields, images, photos
from sealgrade import worked
from sealgrade.course import Course

EPS = 2 / 255
LUCK = 0.01  # the share of values that may differ: a sign of a gradient near 0 is decided by rounding
Work = Callable[[], torch.Tensor]


def pairs(X: torch.Tensor, y: torch.Tensor, model: Any) -> dict[str, tuple[Work, Work]]:
    """What is compared: a name, our way, Captum's way. All return what the exercise asks for."""
    ours, layer = worked.names(Course.load(ROOT), SLUG, "NetworkVisualization"), fields.depths(model)[1]
    module = model.get_submodule(layer)
    mean, std = (torch.tensor(v).view(3, 1, 1) for v in (images.MEAN, images.STD))
    attack = FGSM(lambda x: model((x - mean) / std), torch.nn.CrossEntropyLoss(reduction="none"), 0.0, 1.0)
    attack.zero_thresh = 0
    saliency = Saliency(model)

    def their_layer() -> torch.Tensor:
        (grad,), _ = compute_layer_gradients_and_eval(model, module, X, target_ind=y)
        M = grad.abs().amax(dim=1, keepdim=True)
        return LayerAttribution.interpolate(M, X.shape[2:], "bilinear")[:, 0]

    return {
        "compute_saliency_maps": (
            lambda: ours["compute_saliency_maps"](X, y, model),
            lambda: saliency.attribute(X, target=y).amax(dim=1),
        ),
        f"saliency_of_layer, {layer}": (lambda: ours["saliency_of_layer"](X, y, model, layer), their_layer),
        "fgsm": (
            lambda: ours["fgsm"](X, y, model, EPS),
            lambda: (attack.perturb(X * std + mean, epsilon=EPS, target=y) - mean) / std,
        ),
    }


def apart(one: torch.Tensor, other: torch.Tensor) -> float:
    """The share of values that differ by more than 1e-3 of the largest."""
    gap = (one - other).abs() > 1e-3 * one.abs().max()
    return float(gap.float().mean())


def seconds(works: tuple[Work, Work], repeats: int) -> tuple[float, float]:
    """Median seconds of both, run in turn and in changing order, after one run each to warm up."""
    taken: tuple[list[float], list[float]] = ([], [])
    for work in works:
        work()
    for turn in range(repeats):
        for work, times in list(zip(works, taken, strict=True))[:: 1 if turn % 2 else -1]:
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return statistics.median(taken[0]), statistics.median(taken[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    options = parser.parse_args()
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", "Input Tensor", UserWarning)  # Captum says that it asks for gradients
    warnings.filterwarnings("ignore", "Setting", UserWarning)
    X_raw, y, _ = photos.load(options.images)
    X, model = images.preprocess(X_raw), backbones.load()
    found: dict[str, Any] = {"backbone": model.name, "images": len(X), "repeats": options.repeats}
    table = Table("what", "ours, s", "Captum, s", "Captum / ours", "values apart", box=box.SIMPLE)
    for name, works in pairs(X, y, model).items():
        differ = apart(works[0](), works[1]())
        if differ > LUCK:
            raise SystemExit(f"{name}: {differ:.1%} of the values differ, so their times say nothing.")
        ours, theirs = seconds(works, options.repeats)
        key = name.split(",")[0]
        found |= {f"{key}_s": ours, f"{key}_captum_s": theirs, f"{key}_ratio": theirs / ours, f"{key}_apart": differ}
        table.add_row(name, f"{ours:.3f}", f"{theirs:.3f}", f"{theirs / ours:.2f}", f"{differ:.1%}")
    Console(width=100).print(table)
    if options.json:
        print(json.dumps(found | machine()))


if __name__ == "__main__":
    main()
