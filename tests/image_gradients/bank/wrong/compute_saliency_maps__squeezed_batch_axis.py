"""Squeezes the map, which removes the batch axis of a single image.
Caught by: test_single_image_keeps_its_batch_axis
"""


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    return X.grad.abs().amax(dim=1, keepdim=True).squeeze()
