"""What the layers of a network do to the plane of the image: their kernels, strides, paddings, and what they see.

Limits: `layers_until` reads a network as one chain. A parallel branch counts as if it came after the other, which is
harmless for a kernel of 1 with stride 1 (SqueezeNet's) and wrong for others (the strided shortcuts of a ResNet).
"""

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn

DEPTHS = {  # early, middle, deep; what each activation sees still fits into a 224 pixel image
    "squeezenet1_1": ("features.2", "features.6", "features.9"),
    "efficientnet_lite0": ("network._blocks.2", "network._blocks.4", "network._blocks.7"),
}
SLIDING = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)


def depths(model: Any) -> tuple[str, ...]:
    """The names of three layers of a backbone, early, middle and deep, for `model.get_submodule`.

    Raises ValueError for a backbone that is not in the table.
    """
    name = getattr(model, "name", type(model).__name__)
    if name not in DEPTHS:
        raise ValueError(f"no layers are chosen for {name}: name three of model.named_modules() yourself")
    return DEPTHS[name]


def layers_until(model: nn.Module, name: str, size: int = 224) -> list[tuple[int, int, int]]:
    """(kernel, stride, padding) of every convolution and pooling up to the end of layer `name`, in running order.

    One forward pass of a (1, 3, size, size) image of zeros finds the order. Padding is that of the left edge; a
    ZeroPad2d counts for the layer after it. Raises AttributeError for a name that is no layer.
    """
    device = next(model.parameters()).device
    layers: list[tuple[int, int, int]] = []
    padded, done = [0], []

    def record(module: nn.Module, _: Any, out: Any) -> None:
        if done:
            return
        if isinstance(module, nn.ZeroPad2d):
            padded[0] += module.padding[0]
        elif isinstance(module, SLIDING):
            spread = _first(getattr(module, "dilation", 1)) * (_first(module.kernel_size) - 1)
            layers.append((spread + 1, _first(module.stride), _first(module.padding) + padded[0]))
            padded[0] = 0
        if module is last:
            done.append(True)

    last = model.get_submodule(name)
    hooks = [module.register_forward_hook(record) for module in model.modules()]
    try:
        with torch.no_grad():
            model(torch.zeros(1, 3, size, size, device=device))
    finally:
        for hook in hooks:
            hook.remove()
    return layers


def influence(X: torch.Tensor, model: nn.Module, name: str) -> tuple[torch.Tensor, tuple[int, int]]:
    """How strongly each pixel moves the central activation of a layer, all channels together.

    X: (1, 3, H, W). Returns (H, W) largest absolute gradients over the colours, and the (row, column) of
    the activation. A pixel that cannot move it has exactly 0.
    """
    kept: list[torch.Tensor] = []
    with model.get_submodule(name).register_forward_hook(lambda module, inputs, A: kept.append(A.clone())):
        X = X.detach().requires_grad_()
        model(X)
    row, column = (side // 2 for side in kept[0].shape[-2:])
    (grad,) = torch.autograd.grad(kept[0][0, :, row, column].sum(), X)
    return grad[0].abs().amax(dim=0), (row, column)


def box(field: Iterable[int], unit: tuple[int, int]) -> tuple[int, int, int, int]:
    """(left, top, width, height) in pixels of what the activation at `unit`, (row, column), sees.

    field: (size, stride, offset), the same for rows and columns.
    """
    size, stride, offset = field
    row, column = unit
    return offset + column * stride, offset + row * stride, size, size


def _first(value: Any) -> int:
    return int(value[0]) if isinstance(value, list | tuple) else int(value)
