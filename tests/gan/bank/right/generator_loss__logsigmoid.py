"""Written with logsigmoid."""

import torch.nn.functional as F


def generator_loss(logits_fake):
    return -F.logsigmoid(logits_fake).mean()
