"""A result of shape (1,), as in many notebooks."""

def content_loss(content_weight, content_current, content_original):
    difference = content_current.reshape(1, -1) - content_original.reshape(1, -1)
    return content_weight * (difference ** 2).sum(dim=1)
