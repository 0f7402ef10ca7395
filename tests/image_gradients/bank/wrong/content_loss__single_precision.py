"""Converts to float32.
Caught by: test_double_precision_and_strided_input
"""

def content_loss(content_weight, content_current, content_original):
    difference = content_current.float() - content_original.float()
    return content_weight * (difference ** 2).sum()
