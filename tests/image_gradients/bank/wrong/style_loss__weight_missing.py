"""Leaves the weights out.
Caught by: test_weights_are_the_layers_own
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        loss = loss + ((G - style_targets[i]) ** 2).sum()
    return loss
