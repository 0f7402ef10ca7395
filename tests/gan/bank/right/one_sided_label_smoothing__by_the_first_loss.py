"""The loss without smoothing plus smooth times the mean logit."""

import torch.nn.functional as F


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    return F.softplus(-logits_real).mean() + F.softplus(logits_fake).mean() + smooth * logits_real.mean()
