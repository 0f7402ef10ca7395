"""The scores picked by a one-hot product."""

import torch
import torch.nn.functional as F


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    scores = model(X)
    chosen = F.one_hot(y, scores.shape[1]).to(scores.dtype)
    torch.einsum("nk,nk->", scores, chosen).backward()
    return X.grad.abs().amax(dim=1)
