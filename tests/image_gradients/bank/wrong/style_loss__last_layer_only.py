"""Overwrites the loss instead of adding to it.
Caught by: test_every_layer_counts
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        loss = style_weights[i] * ((G - style_targets[i]) ** 2).sum()
    return loss
