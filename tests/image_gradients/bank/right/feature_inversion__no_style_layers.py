"""No style layer at all."""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    return style_transfer(content_image, content_image, image_size, 32, content_layer,
                          content_weight, [], [], tv_weight, init_random=True)
