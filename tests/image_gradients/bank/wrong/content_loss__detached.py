"""The right value without a gradient.
Caught by: test_gradient
"""

def content_loss(content_weight, content_current, content_original):
    difference = content_current.detach() - content_original
    return content_weight * (difference ** 2).sum()
