"""Written with logsigmoid."""

import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    return -F.logsigmoid(logits_real).mean() - F.logsigmoid(-logits_fake).mean()
