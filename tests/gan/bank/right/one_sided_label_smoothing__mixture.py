"""A mixture of the two labels."""

import torch.nn.functional as F


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    real = -(1 - smooth) * F.logsigmoid(logits_real).mean() - smooth * F.logsigmoid(-logits_real).mean()
    return real - F.logsigmoid(-logits_fake).mean()
