"""Forgets init_random.
Caught by: test_starts_from_noise
"""

def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    return style_transfer(
        content_image, content_image, image_size, image_size,
        content_layer, content_weight, (0,), (0.0,), tv_weight,
    )
