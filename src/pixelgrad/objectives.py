"""What an image shall maximise: a class, a neuron, a channel or a direction of a layer (Olah et al. 2017).

An objective is a function of a network and images, `objective(net, X)`, that returns one number: the sum over the
images of what each of them shall maximise, so its gradient holds every image's own. `Objective.names` captions them.
All come from `nets.builder`, so the checks can send them; they have no weights.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from .nets import builder
from .taps import activations


class _Objective(nn.Module):
    def __init__(self, score: Callable[[Any, torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.score = score

    def forward(self, net: nn.Module, X: torch.Tensor) -> torch.Tensor:
        return self.score(net, X)


def _own(values: torch.Tensor, wanted: Sequence[int]) -> torch.Tensor:
    """values (N, K, ...) -> (N, ...): of image i what `wanted[i]` names."""
    return values[torch.arange(len(values), device=values.device), torch.as_tensor(list(wanted), device=values.device)]


@builder
def classes(wanted: Sequence[int]) -> nn.Module:
    """Image i maximises the raw score of class wanted[i]."""
    return _Objective(lambda net, X: _own(net(X), wanted).sum())


@builder
def channels(layer: str, wanted: Sequence[int]) -> nn.Module:
    """Image i maximises channel wanted[i] of a layer, averaged over all positions."""
    return _Objective(lambda net, X: _own(activations(net, X, layer), wanted).mean(dim=(1, 2)).sum())


@builder
def neurons(layer: str, wanted: Sequence[int], position: tuple[int, int] | None = None) -> nn.Module:
    """Image i maximises channel wanted[i] of a layer at one position (row, column); without one, in the middle."""

    def score(net: nn.Module, X: torch.Tensor) -> torch.Tensor:
        A = activations(net, X, layer)  # (N, K, h, w)
        row, column = position or (A.shape[2] // 2, A.shape[3] // 2)
        return _own(A, wanted)[:, row, column].sum()

    return _Objective(score)


@builder
def directions(layer: str, wanted: Any) -> nn.Module:
    """Image i maximises the mean over all positions of <A, v_i> / |v_i|, with v_i = wanted[i] of the layer's K channels."""

    def score(net: nn.Module, X: torch.Tensor) -> torch.Tensor:
        A = activations(net, X, layer)  # (N, K, h, w)
        v = nn.functional.normalize(torch.as_tensor(wanted, dtype=A.dtype, device=A.device), dim=1)
        return torch.einsum("nkhw,nk->", A, v) / A[0, 0].numel()

    return _Objective(score)
