"""Unfreezes the weights, so backward() fills their gradients.
Caught by: test_network_stays_as_it_was
"""


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    model.requires_grad_(True)
    img = img.detach().clone().requires_grad_()
    (model(img)[0, target_y] - l2_reg * (img ** 2).sum()).backward()
    return (img + learning_rate * img.grad / img.grad.norm()).detach()
