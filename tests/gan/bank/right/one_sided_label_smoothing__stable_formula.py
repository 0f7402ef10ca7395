"""The stable formula."""

import torch


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    def bce(x, z):
        return (x.clamp(min=0) - x * z + torch.log1p(torch.exp(-x.abs()))).mean()

    return bce(logits_real, 1 - smooth) + bce(logits_fake, 0)
