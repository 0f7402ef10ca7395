"""The first layer, and the rest by recursion."""

def style_loss(feats, style_layers, style_targets, style_weights):
    if len(style_layers) == 0:
        return 0
    d = gram_matrix(feats[style_layers[0]]) - style_targets[0]
    rest = style_loss(feats, style_layers[1:], style_targets[1:], style_weights[1:])
    return style_weights[0] * (d * d).sum() + rest
