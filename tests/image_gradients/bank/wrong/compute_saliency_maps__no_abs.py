"""Takes the maximum of the signed gradient.
Caught by: test_absolute_value_is_taken
"""


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    return X.grad.amax(dim=1)
