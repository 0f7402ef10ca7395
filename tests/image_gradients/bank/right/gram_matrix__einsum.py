"""einsum, the equation as it stands."""

import torch


def gram_matrix(features, normalize=True):
    G = torch.einsum("nchw,ndhw->ncd", features, features)
    return G / features[0].numel() if normalize else G
