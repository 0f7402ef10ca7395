"""The stable formula with exp(|x|) instead of exp(-|x|).
Caught by: test_far_from_zero
"""

import torch


def discriminator_loss(logits_real, logits_fake):
    def bce(x, z):
        return (x.clamp(min=0) - x * z + torch.log(1 + torch.exp(x.abs())) - x.abs()).mean()

    return bce(logits_real, 1) + bce(logits_fake, 0)
