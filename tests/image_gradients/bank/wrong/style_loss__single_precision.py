"""Adds up in a tensor of float32.
Caught by: test_double_precision
"""

import torch


def style_loss(feats, style_layers, style_targets, style_weights):
    loss = torch.zeros(1)
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k].float())
        loss = loss + style_weights[i] * ((G - style_targets[i].float()) ** 2).sum()
    return loss
