"""Takes the next layer.
Caught by: test_content_is_handed_on
"""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    return style_transfer(
        content_image, content_image, image_size, image_size,
        content_layer + 1, content_weight, (0,), (0.0,), tv_weight,
        init_random=True,
    )
