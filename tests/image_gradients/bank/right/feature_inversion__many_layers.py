"""Several style layers, all of weight 0, all by position."""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    layers = [0, 1, 2]
    weights = [0.0 for _ in layers]
    return style_transfer(content_image, content_image, image_size, image_size, content_layer,
                          content_weight, layers, weights, tv_weight, True)
