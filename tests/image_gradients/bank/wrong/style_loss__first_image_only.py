"""Looks at the first image of the batch only.
Caught by: test_batch_adds_up
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        loss = loss + style_weights[i] * ((G[0] - style_targets[i][0]) ** 2).sum()
    return loss
