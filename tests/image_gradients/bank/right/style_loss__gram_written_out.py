"""Writes the Gram matrix out instead of calling gram_matrix."""

import torch


def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = torch.einsum("nchw,ndhw->ncd", feats[k], feats[k]) / feats[k][0].numel()
        loss = loss + style_weights[i] * ((G - style_targets[i]) ** 2).sum()
    return loss
