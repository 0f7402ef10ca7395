"""Divides by the number of images.
Caught by: test_batch_adds_up
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for i, k in enumerate(style_layers):
        G = gram_matrix(feats[k])
        loss = loss + style_weights[i] * ((G - style_targets[i]) ** 2).sum() / len(G)
    return loss
