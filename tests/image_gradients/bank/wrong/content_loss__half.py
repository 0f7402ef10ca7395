"""Keeps the factor 1/2 of the paper.
Caught by: test_value_by_hand
"""

def content_loss(content_weight, content_current, content_original):
    return 0.5 * content_weight * ((content_current - content_original) ** 2).sum()
