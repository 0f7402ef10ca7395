"""mse_loss with reduction="sum"."""

import torch
import torch.nn.functional as F


def style_loss(feats, style_layers, style_targets, style_weights):
    parts = []
    for k, A, w in zip(style_layers, style_targets, style_weights):
        parts.append(w * F.mse_loss(gram_matrix(feats[k]), A, reduction="sum"))
    return torch.stack(parts).sum()
