"""torch.func: the gradient of a pure function."""

import torch


def compute_saliency_maps(X, y, model):
    def score(images):
        return model(images).gather(1, y[:, None]).sum()

    return torch.func.grad(score)(X).abs().amax(dim=1)
