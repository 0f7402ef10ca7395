"""A partial of style_transfer."""

import functools


def feature_inversion(
    content_image, image_size, content_layer, content_weight, tv_weight
):
    paint = functools.partial(style_transfer, content_image, content_image, image_size, image_size)
    return paint(content_layer, content_weight, (0,), (0.0,), tv_weight, init_random=True)
