"""** 2, sum, weight."""

def content_loss(content_weight, content_current, content_original):
    return content_weight * ((content_current - content_original) ** 2).sum()
