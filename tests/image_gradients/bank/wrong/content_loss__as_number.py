"""Returns a Python number.
Caught by: test_gradient
"""

def content_loss(content_weight, content_current, content_original):
    return content_weight * ((content_current - content_original) ** 2).sum().item()
