"""A mean per image, then over images."""


def identity_loss(G, target, weight=5.0):
    return weight * (G(target) - target).abs().flatten(1).mean(dim=1).mean()
