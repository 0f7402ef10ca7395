"""Written with softplus."""

import torch.nn.functional as F


def generator_loss(logits_fake):
    return F.softplus(-logits_fake).mean()
