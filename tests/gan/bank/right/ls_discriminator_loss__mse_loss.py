"""Half of F.mse_loss."""

import torch
import torch.nn.functional as F


def ls_discriminator_loss(scores_real, scores_fake):
    real = F.mse_loss(scores_real, torch.ones_like(scores_real))
    return (real + F.mse_loss(scores_fake, torch.zeros_like(scores_fake))) / 2
