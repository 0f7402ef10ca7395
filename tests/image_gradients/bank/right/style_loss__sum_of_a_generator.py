"""sum() over a generator."""

def style_loss(feats, style_layers, style_targets, style_weights):
    return sum(w * (gram_matrix(feats[k]) - A).pow(2).sum()
               for k, A, w in zip(style_layers, style_targets, style_weights))
