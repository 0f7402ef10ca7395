"""Adds the difference to discriminator_loss."""


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    return discriminator_loss(logits_real, logits_fake) + smooth * logits_real.mean()
