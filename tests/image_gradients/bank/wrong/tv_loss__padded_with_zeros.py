"""Pads with zeros, so that the border counts as an edge.
Caught by: test_ramp_by_hand
"""

import torch.nn.functional as F


def tv_loss(img, tv_weight):
    below = F.pad(img, (0, 0, 1, 1)).diff(dim=2)
    beside = F.pad(img, (1, 1)).diff(dim=3)
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum())
