"""log(1 + exp(-x)) by logaddexp."""

import torch


def generator_loss(logits_fake):
    return torch.logaddexp(torch.zeros_like(logits_fake), -logits_fake).mean()
