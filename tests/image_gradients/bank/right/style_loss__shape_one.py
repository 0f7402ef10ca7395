"""A result of shape (1,)."""

import torch


def style_loss(feats, style_layers, style_targets, style_weights):
    loss = torch.zeros(1, dtype=feats[0].dtype, device=feats[0].device)
    for i in range(len(style_layers)):
        G = gram_matrix(feats[style_layers[i]])
        loss += style_weights[i] * torch.sum((G - style_targets[i]) ** 2)
    return loss
