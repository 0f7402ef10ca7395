"""Takes the weights from the end.
Caught by: test_layers_in_any_order
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        loss = loss + style_weights[-1 - i] * ((G - style_targets[i]) ** 2).sum()
    return loss
