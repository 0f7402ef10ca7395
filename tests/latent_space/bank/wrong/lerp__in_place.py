"""Turns the caller's z1 into the difference.
Caught by: test_gradient_and_arguments
"""

import torch


def lerp(z0, z1, t):
    with torch.no_grad():
        z1 -= z0
    return z0 + t[:, None, None] * z1
