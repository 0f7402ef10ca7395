"""Takes the maximum first and its absolute value after.
Caught by: test_absolute_value_comes_before_the_maximum
"""


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    return X.grad.amax(dim=1).abs()
