"""Flattens with view, which a permuted image refuses.
Caught by: test_slices_of_larger_images
"""


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    flat = X.grad.abs().view(X.shape[0], -1)
    return flat.view(X.shape).amax(dim=1)
