"""Adds absolute differences.
Caught by: test_one_layer
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        loss = loss + style_weights[i] * (G - style_targets[i]).abs().sum()
    return loss
