"""Lets the gradients of all earlier steps add up.
Caught by: test_gradient_is_zeroed_between_steps
"""


def make_fooling_image(X, target_y, model):
    X_fooling = X.detach().clone().requires_grad_()
    for _ in range(100):
        scores = model(X_fooling)
        if scores.argmax() == target_y:
            break
        scores[0, target_y].backward()
        X_fooling.data += X_fooling.grad / X_fooling.grad.norm()
    return X_fooling.detach()
