"""Squares the sum instead of summing the squares.
Caught by: test_differences_are_squared
"""

def content_loss(content_weight, content_current, content_original):
    return content_weight * (content_current - content_original).sum() ** 2
