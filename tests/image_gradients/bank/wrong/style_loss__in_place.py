"""Subtracts in the targets of the caller.
Caught by: test_arguments_stay_as_they_were
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        style_targets[i] -= G
        loss = loss + style_weights[i] * (style_targets[i] ** 2).sum()
    return loss
