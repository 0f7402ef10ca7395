"""Takes feats in their order instead of the layers that are named.
Caught by: test_layers_in_any_order
"""

def style_loss(feats, style_layers, style_targets, style_weights):
    loss = 0
    for k in sorted(style_layers):
        i = sorted(style_layers).index(k)
        G = gram_matrix(feats[k])
        size = min(G.shape[1], style_targets[i].shape[1])
        d = G[:, :size] - style_targets[i][:, :size]
        loss = loss + style_weights[i] * (d ** 2).sum()
    return loss
