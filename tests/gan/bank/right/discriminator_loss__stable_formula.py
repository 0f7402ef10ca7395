"""CS231n's stable formula."""

import torch


def discriminator_loss(logits_real, logits_fake):
    def bce(x, z):
        return (x.clamp(min=0) - x * z + torch.log1p(torch.exp(-x.abs()))).mean()

    return bce(logits_real, torch.ones_like(logits_real)) + bce(logits_fake, torch.zeros_like(logits_fake))
