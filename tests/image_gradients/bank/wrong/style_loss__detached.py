"""The right value without a gradient.
Caught by: test_gradient
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k].detach())
        loss = loss + style_weights[i] * ((G - style_targets[i]) ** 2).sum()
    return loss
