"""Takes the layer before the one that is named.
Caught by: test_one_layer
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k - 1])
        if G.shape == style_targets[i].shape:
            loss = loss + style_weights[i] * ((G - style_targets[i]) ** 2).sum()
    return loss + 0 * feats[0].sum()
