"""Calls view on features that need not be contiguous.
Caught by: test_double_precision_and_strided_input
"""

def content_loss(content_weight, content_current, content_original):
    F = content_current.view(len(content_current), -1)
    P = content_original.view(len(content_original), -1)
    return content_weight * ((F - P) ** 2).sum()
