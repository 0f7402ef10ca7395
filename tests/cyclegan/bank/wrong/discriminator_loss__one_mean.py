"""One mean over both, weighted by their numbers.
Caught by: test_scores_of_any_shape
"""

import torch


def discriminator_loss(real, fake):
    return torch.cat([(real - 1).flatten(), fake.flatten()]).square().mean()
