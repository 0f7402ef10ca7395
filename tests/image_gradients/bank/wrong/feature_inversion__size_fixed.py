"""Takes 192 pixels in any case.
Caught by: test_content_is_handed_on
"""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    return style_transfer(
        content_image, content_image, 192, 192,
        content_layer, content_weight, (0,), (0.0,), tv_weight,
        init_random=True,
    )
