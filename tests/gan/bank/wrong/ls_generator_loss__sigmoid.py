"""Takes a sigmoid first.
Caught by: test_generator_by_hand
"""

import torch


def ls_generator_loss(scores_fake):
    return 0.5 * ((torch.sigmoid(scores_fake) - 1) ** 2).mean()
