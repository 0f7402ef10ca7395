"""Looks at the first image of the batch only.
Caught by: test_batch_adds_up
"""

def content_loss(content_weight, content_current, content_original):
    return content_weight * ((content_current[0] - content_original[0]) ** 2).sum()
