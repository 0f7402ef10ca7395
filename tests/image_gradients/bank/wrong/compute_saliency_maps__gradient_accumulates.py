"""Asks the caller's tensor for gradients and never clears them.
Caught by: test_gradient_does_not_accumulate
"""


def compute_saliency_maps(X, y, model):
    X.requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    return X.grad.abs().amax(dim=1)
