"""Puts a student's tricks (Salimans et al. 2016, section 3) into a game: functions alone are no layers and no losses yet."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from .gans import Gan

Function = Callable[..., Any]


class Minibatch(nn.Module):
    """A layer around `minibatch_discrimination`: (N, A) -> (N, A + B), with a learned tensor T (A, B, C)."""

    def __init__(self, function: Function, A: int, B: int = 4, C: int = 8) -> None:
        super().__init__()
        self.function = function
        self.T = nn.Parameter(torch.randn(A, B, C) * A**-0.5)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.function(features, self.T)


def last_layer(D: nn.Module) -> nn.Linear:
    """The linear layer that ends a discriminator. Raises ValueError where another module comes last."""
    layer = list(D.modules())[-1]
    if not isinstance(layer, nn.Linear):
        raise ValueError(f"the last module of the discriminator is a {type(layer).__name__}, not its last linear layer")
    return layer


def with_minibatch(D: nn.Module, function: Function, kernels: int = 4) -> nn.Sequential:
    """A discriminator (nn.Sequential) with `minibatch_discrimination` before its last, then wider, layer.

    With many kernels D tells copies so surely that G learns nothing more: 16 of them end in a collapse on the digits.
    """
    layers, A = list(D.children()), last_layer(D).in_features
    return nn.Sequential(*layers[:-1], Minibatch(function, A, kernels), nn.Linear(A + kernels, 1))


def match_features(gan: Gan, X: torch.Tensor, loss: Function) -> None:
    """From now on G minimises `loss(features_real, features_fake)`; features are what enters the last layer of D.

    In each step real images are drawn anew, as many as there are fakes, and shown to D without a gradient.
    """
    kept: list[torch.Tensor] = []

    def keep(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        kept[:] = [inputs[0]]

    def generator_loss(logits_fake: torch.Tensor) -> Any:
        fake = kept[0]  # D has just judged the fakes
        with torch.no_grad():
            gan.D(X[torch.randint(len(X), (len(logits_fake),), device=X.device)])
        return loss(kept[0], fake)

    last_layer(gan.D).register_forward_pre_hook(keep)
    gan.generator_loss = generator_loss
