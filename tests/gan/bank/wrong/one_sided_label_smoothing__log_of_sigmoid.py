"""Takes the logarithm of a sigmoid that rounds to 0.
Caught by: test_far_from_zero
"""

import torch


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    p, q = torch.sigmoid(logits_real), torch.sigmoid(logits_fake)
    real = -((1 - smooth) * torch.log(p) + smooth * torch.log(1 - p)).mean()
    return real - torch.log(1 - q).mean()
