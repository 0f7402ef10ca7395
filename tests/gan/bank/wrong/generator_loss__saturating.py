"""Minimises log(1 - D), which has no gradient where D wins.
Caught by: test_generator_gradient
"""

import torch.nn.functional as F


def generator_loss(logits_fake):
    return F.logsigmoid(-logits_fake).mean()
