"""One image at a time."""

import torch


def content_loss(content_weight, content_current, content_original):
    total = 0
    for current, original in zip(content_current, content_original):
        total = total + torch.sum(torch.pow(current - original, 2))
    return content_weight * total
