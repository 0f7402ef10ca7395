"""Divides by the number of images.
Caught by: test_batch_adds_up
"""

def content_loss(content_weight, content_current, content_original):
    return content_weight * ((content_current - content_original) ** 2).sum() / len(content_current)
