"""CS231n's stable formula."""

import torch


def generator_loss(logits_fake):
    x = logits_fake
    return (x.clamp(min=0) - x + torch.log1p(torch.exp(-x.abs()))).mean()
