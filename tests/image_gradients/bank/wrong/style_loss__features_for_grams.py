"""Compares sums of features and targets instead of Gram matrices.
Caught by: test_one_layer
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        loss = loss + style_weights[i] * (feats[k].sum() - style_targets[i].sum()) ** 2
    return loss
