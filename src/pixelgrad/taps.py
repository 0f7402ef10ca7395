"""Read what a layer returns: on the way to the scores, or without going any further.

Limits: the layer must return one tensor and run once in a forward pass.
"""

from typing import Any

import torch
from torch import nn

LAYERS = {  # four layers of a backbone, from edges to objects, each just before a rectifier
    "squeezenet1_1": tuple(f"features.{k}.expand3x3" for k in (4, 7, 10, 12)),
    "efficientnet_lite0": tuple(f"network._blocks.{k}._bn0" for k in (2, 4, 9, 14)),
}


def four_layers(model: Any) -> tuple[str, ...]:
    """The names of four layers of a backbone, early to deep, for `model.get_submodule`.

    What they return has not gone through a rectifier yet: a channel that is cut off still has a gradient to climb.
    Raises ValueError for a backbone that is not in the table.
    """
    name = getattr(model, "name", type(model).__name__)
    if name not in LAYERS:
        raise ValueError(f"no layers are chosen for {name}: name four of model.named_modules() yourself")
    return LAYERS[name]


class _Reached(Exception):
    """The layer has returned: the rest of the network need not run."""


def tap(net: nn.Module, X: torch.Tensor, layer: str) -> tuple[torch.Tensor, torch.Tensor]:
    """What a layer returns and the scores that follow from it: A (N, K, h, w) and (N, C), in one graph.

    X: (N, ...) images, which are not changed. A is the tensor that the rest of the network takes, so
    `torch.autograd.grad(scores[...].sum(), A)` is the gradient at the layer.
    """
    kept: list[torch.Tensor] = []

    def keep(module: nn.Module, inputs: Any, A: torch.Tensor) -> torch.Tensor:
        kept.append(A if A.requires_grad else A.requires_grad_())
        return A.clone()  # an in-place activation may follow

    with net.get_submodule(layer).register_forward_hook(keep), torch.enable_grad():
        scores = net(X.detach())
    return kept[0], scores


def activations(net: nn.Module, X: torch.Tensor, layer: str) -> torch.Tensor:
    """What a layer returns, (N, K, h, w), attached to X where X requires gradients. What follows the layer does not run."""
    kept: list[torch.Tensor] = []

    def stop(module: nn.Module, inputs: Any, A: torch.Tensor) -> None:
        kept.append(A)
        raise _Reached

    with net.get_submodule(layer).register_forward_hook(stop):
        try:
            net(X)
        except _Reached:
            pass
    return kept[0]
