"""Removes the batch axis and unpacks three sizes: two images are an error.
Caught by: test_batch_adds_up
"""

def content_loss(content_weight, content_current, content_original):
    C, H, W = content_current.squeeze(0).shape
    F = content_current.reshape(C, H * W)
    P = content_original.reshape(C, H * W)
    return content_weight * ((F - P) ** 2).sum()
