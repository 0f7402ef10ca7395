"""Clamps what it returns to [0, 0.5].
Caught by: test_result_is_returned
"""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    img = style_transfer(
        content_image, content_image, image_size, image_size,
        content_layer, content_weight, (0,), (0.0,), tv_weight,
        init_random=True,
    )
    return img.clamp(0, 0.5)
