"""float64 inside, the dtype of the features outside."""

def content_loss(content_weight, content_current, content_original):
    d = content_current.double() - content_original.double()
    return (content_weight * (d * d).sum()).to(content_current.dtype)
