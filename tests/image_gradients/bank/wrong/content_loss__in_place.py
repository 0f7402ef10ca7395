"""Subtracts in the target of the caller.
Caught by: test_arguments_stay_as_they_were
"""

def content_loss(content_weight, content_current, content_original):
    content_original -= content_current
    return content_weight * (content_original ** 2).sum()
