"""The caller's tensor takes the gradient, which is cleared first."""


def compute_saliency_maps(X, y, model):
    X.requires_grad_()
    X.grad = None
    model(X).gather(1, y[:, None]).sum().backward()
    return X.grad.abs().amax(dim=1).detach()
