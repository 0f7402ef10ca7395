"""The squared norm."""

import torch


def content_loss(content_weight, content_current, content_original):
    return content_weight * torch.linalg.vector_norm(content_current - content_original) ** 2 if bool((content_current != content_original).any()) else (content_current * 0).sum()
