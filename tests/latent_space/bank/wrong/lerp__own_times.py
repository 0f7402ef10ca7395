"""Takes evenly spaced times from 0 to 1, as many as there are in t.
Caught by: test_line_goes_on_outside
"""

import torch


def lerp(z0, z1, t):
    t = torch.linspace(0, 1, len(t), dtype=t.dtype)[:, None, None]
    return (1 - t) * z0 + t * z1
