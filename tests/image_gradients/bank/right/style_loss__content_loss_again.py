"""content_loss does the same arithmetic."""

def style_loss(feats, style_layers, style_targets, style_weights):
    parts = [content_loss(w, gram_matrix(feats[k]), A)
             for k, A, w in zip(style_layers, style_targets, style_weights)]
    return sum(parts)
