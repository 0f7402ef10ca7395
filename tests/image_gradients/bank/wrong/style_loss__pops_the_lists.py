"""Empties the lists of the caller.
Caught by: test_arguments_stay_as_they_were
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss, weights = 0, style_weights if isinstance(style_weights, list) else list(style_weights)
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        loss = loss + weights.pop(0) * ((G - style_targets[i]) ** 2).sum()
    return loss
