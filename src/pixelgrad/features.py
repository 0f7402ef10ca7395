"""What a network computes on the way to its scores, layer by layer, and which layers suit style transfer.

Layers are numbered as in CS231n: layer k is the output of module k of the trunk, from 0 on. In
SqueezeNet 1.1 that is module k of `features`; in EfficientNet-Lite0 layer 0 is the stem and layer
k is block k - 1.

Limits: a network whose layers form no chain (GoogLeNet's second exit, a transformer) is refused.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

# CS231n's choice for its three paintings: style size, content weight, style weights, total variation
PAINTINGS = {
    "composition_vii": (512, 5e-2, (20000, 500, 12, 1), 5e-2),
    "the_scream": (224, 3e-2, (200000, 800, 12, 1), 2e-2),
    "starry_night": (192, 6e-2, (300000, 1000, 15, 3), 2e-2),
}
STRENGTH = 1e4
LAYERS = {"squeezenet1_1": (3, (1, 4, 6, 7)), "efficientnet_lite0": (6, (0, 2, 4, 6, 9))}


class _Stem(nn.Module):
    """The first layer of a `backbones.Rescaled` EfficientNet: (N, 3, H, W) -> (N, 32, H/2, W/2)."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.scale, self.shift = model.scale, model.shift
        net = model.network
        self.layers = nn.Sequential(net._conv_stem, net._bn0, net._swish)

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        return self.layers(X * self.scale + self.shift)


def trunk(model: Any) -> nn.Sequential:
    """The convolutional part of a classifier from `backbones.load`, as a chain of its layers.

    It shares the classifier's weights. Raises ValueError for a network that is no chain.
    """
    if model.name == "efficientnet_lite0":
        return nn.Sequential(_Stem(model), *model.network._blocks)
    if isinstance(getattr(model, "features", None), nn.Sequential):
        return model.features
    children = list(model.children())
    ends = [k for k, child in enumerate(children) if isinstance(child, nn.AdaptiveAvgPool2d)]
    if not ends:
        raise ValueError(f"the layers of {model.name} form no chain; take squeezenet1_1 or a ResNet")
    return nn.Sequential(*children[: ends[0]])


def extract_features(X: torch.Tensor, cnn: nn.Sequential) -> list[torch.Tensor]:
    """All feature maps of images X (N, 3, H, W): a list, item k is (N, C_k, H_k, W_k), from layer k."""
    feats = []
    for layer in cnn:
        X = layer(X)
        feats.append(X)
    return feats


def layers_of(model: Any) -> tuple[int, tuple[int, ...]]:
    """The layer for content and the layers for style that suit a classifier from `backbones.load`.

    A network that has not been tried gets five layers spread over the first 60 % of its trunk, and
    the fourth of them for content.
    """
    if model.name in LAYERS:
        return LAYERS[model.name]
    last = 0.6 * (len(trunk(model)) - 1)
    style = tuple(sorted({round(part * last) for part in (0.1, 0.3, 0.5, 0.75, 1.0)}))
    return style[max(len(style) - 2, 0)], style


def recipe(
    model: Any,
    content: torch.Tensor,
    style: torch.Tensor,
    gram: Callable[[torch.Tensor], torch.Tensor],
    *,
    painting: str = "",
    tv_weight: float = 0.3,
) -> dict[str, Any]:
    """Layers and weights for `style_transfer`: its arguments content_layer to tv_weight.

    content, style: (1, 3, H, W) normalised. gram: (1, C, H, W) -> (1, C, C). CS231n's own
    layers and weights for SqueezeNet and one of its paintings, with more smoothness: its
    tv_weight (see PAINTINGS) leaves much grain. Else each style layer weighs STRENGTH over the
    squared distance of the two Gram matrices, and the content 1.5 * STRENGTH over the
    squared deviation of its features from their means, so one recipe suits every network.
    """
    layer, style_layers = layers_of(model)
    found = {"content_layer": layer, "style_layers": style_layers, "tv_weight": tv_weight}
    if model.name == "squeezenet1_1" and painting in PAINTINGS:
        _, content_weight, style_weights, _ = PAINTINGS[painting]
        return {**found, "content_weight": content_weight, "style_weights": style_weights}
    with torch.no_grad():
        C, S = (extract_features(X, trunk(model)) for X in (content, style))
        distances = [float((gram(C[k]) - gram(S[k])).square().sum()) for k in style_layers]
        spread = float((C[layer] - C[layer].mean(dim=(2, 3), keepdim=True)).square().sum())
    weights = tuple(STRENGTH / max(distance, 1e-12) for distance in distances)
    return {**found, "content_weight": 1.5 * STRENGTH / max(spread, 1e-12), "style_weights": weights}
