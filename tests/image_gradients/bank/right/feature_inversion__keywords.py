"""All arguments by name."""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    return style_transfer(
        content_image=content_image, style_image=content_image,
        image_size=image_size, style_size=image_size,
        content_layer=content_layer, content_weight=content_weight,
        style_layers=[1], style_weights=[0], tv_weight=tv_weight,
        init_random=True,
    )
