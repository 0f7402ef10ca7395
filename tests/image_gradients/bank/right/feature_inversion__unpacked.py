"""Arguments in a dict."""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    settings = dict(
        content_image=content_image, style_image=content_image,
        image_size=image_size, style_size=64,
        content_layer=content_layer, content_weight=content_weight,
        style_layers=(1, 2, 3), style_weights=(0, 0, 0),
        tv_weight=tv_weight, init_random=True,
    )
    img = style_transfer(**settings)
    return img
