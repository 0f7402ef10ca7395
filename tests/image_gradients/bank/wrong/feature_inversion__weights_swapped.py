"""Swaps the two weights.
Caught by: test_content_is_handed_on
"""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    return style_transfer(
        content_image, content_image, image_size, image_size,
        content_layer, tv_weight, (0,), (0.0,), content_weight,
        init_random=True,
    )
