"""What the checks put in place of a notebook's own names while they try one function alone.

A function that calls others (a network, losses written before) is tried with these in their
place: small, smooth, known, and other than what the exercise asks for, so that a mistake in one
function costs the points of that function only. All are built by `nets.builder`, so they travel.
"""

import torch
from torch import nn

from .nets import builder, fill


class _Tape(nn.Module):
    """Hands images on unchanged and remembers them."""

    def __init__(self):
        super().__init__()
        self.kept = []

    def forward(self, X):
        moving = X.requires_grad and torch.is_grad_enabled()
        self.kept.append((moving, X.detach().clone()))
        return X


class _Taped(nn.Sequential):
    """A chain of layers whose first is a tape."""

    def seen(self):
        """[(moving, images)] in the order shown: neighbours of one shape stacked, moving: they asked for gradients."""
        runs = []
        for moving, X in self[0].kept:
            if runs and (runs[-1][0], runs[-1][1][0].shape) == (moving, X.shape):
                runs[-1][1].append(X)
            else:
                runs.append((moving, [X]))
        return [(moving, torch.stack(images)) for moving, images in runs]


@builder
def taped_trunk(channels=3, width=5, seed=0, dtype="float32"):
    """Four layers for images of any size, smooth, and a tape as layer 0 that remembers every image shown.

    Layers: 0 the image itself, 1 and 2 (N, width, H, W), 3 and 4 (N, width + 1, H, W).
    """
    layers = nn.Conv2d(channels, width, 1), nn.Tanh(), nn.Conv2d(width, width + 1, 3, padding=1), nn.Softplus()
    return fill(_Taped(_Tape(), *layers), seed, dtype)


class _Loss(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function, self.count = function, 0

    def forward(self, *args, **kwargs):
        self.count += 1
        return self.function(*args, **kwargs)

    def used(self):
        """How often it was called: 0 for a solution that does without."""
        return self.count


@builder
def summary():
    """In place of gram_matrix: (N, C, H, W) -> (N, C), the mean of each channel; without normalize the sum."""

    def mean(features, normalize=True):
        total = features.sum(dim=(2, 3))  # (N, C)
        return total / features[0, 0].numel() if normalize else total

    return _Loss(mean)


@builder
def distance():
    """In place of content_loss: weight * sum of cosh(current - original)."""

    def loss(content_weight, content_current, content_original):
        return content_weight * torch.cosh(content_current - content_original).sum()

    return _Loss(loss)


@builder
def summary_distance():
    """In place of style_loss: the same distance between the channels' means and the targets, layer by layer."""

    def loss(feats, style_layers, style_targets, style_weights):
        triples = zip(style_layers, style_targets, style_weights, strict=True)
        return sum(w * torch.cosh(feats[k].mean(dim=(2, 3)) - target).sum() for k, target, w in triples)

    return _Loss(loss)


@builder
def roughness():
    """In place of tv_loss: weight * sum of cosh of the step from each pixel to its right neighbour."""

    def loss(img, tv_weight):
        return tv_weight * torch.cosh(img[..., 1:] - img[..., :-1]).sum()

    return _Loss(loss)


class _Recorder(nn.Module):
    def __init__(self, names):
        super().__init__()
        self.names, self.kept = names, []

    def forward(self, *args, **kwargs):
        self.kept.append({**dict(zip(self.names, args, strict=False)), **kwargs})
        return torch.full((1, 3, 4, 5), float(len(self.kept)))

    def calls(self):
        """The arguments of every call by their names."""
        return self.kept


@builder
def recorder(names):
    """In place of any function with these arguments: remembers them, returns (1, 3, 4, 5) full of the call's number."""
    return _Recorder(names)
