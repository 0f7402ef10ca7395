"""Unpacks three sizes of the Gram matrix."""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        N, C, _ = G.shape
        difference = (G - style_targets[i]).reshape(N, C * C)
        loss = loss + style_weights[i] * (difference * difference).sum()
    return loss
