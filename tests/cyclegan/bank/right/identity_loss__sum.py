"""The sum over the number."""


def identity_loss(G, target, weight=5.0):
    return weight * (target - G(target)).abs().sum() / target.numel()
