"""Steps in place and lets the gradients add up.
Caught by: test_gradient_is_zeroed_between_steps
"""


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    img.requires_grad_()
    (model(img)[0, target_y] - l2_reg * (img ** 2).sum()).backward()
    img.data += learning_rate * img.grad / img.grad.norm()
