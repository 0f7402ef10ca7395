"""Averages the squared differences.
Caught by: test_value_by_hand
"""

def content_loss(content_weight, content_current, content_original):
    return content_weight * ((content_current - content_original) ** 2).mean()
