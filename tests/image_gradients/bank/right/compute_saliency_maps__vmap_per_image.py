"""torch.func: one gradient per image, mapped over the batch."""

import torch


def compute_saliency_maps(X, y, model):
    def score(image, label):
        return model(image[None])[0].gather(0, label[None])[0]

    return torch.func.vmap(torch.func.grad(score))(X, y).abs().amax(dim=1)
