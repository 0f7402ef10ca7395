"""Hands the style weights on as the layers and the layers as the weights.
Caught by: test_style_does_not_count
"""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    return style_transfer(
        content_image, content_image, image_size, image_size,
        content_layer, content_weight, (0.0,), (0,), tv_weight,
        init_random=True,
    )
