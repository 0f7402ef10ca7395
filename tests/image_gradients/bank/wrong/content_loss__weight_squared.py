"""Squares the weight as well.
Caught by: test_weight_scales_the_loss
"""

def content_loss(content_weight, content_current, content_original):
    return ((content_weight * (content_current - content_original)) ** 2).sum()
