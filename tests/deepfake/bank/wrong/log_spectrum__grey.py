"""Averages over the channels.
Caught by: test_images_and_channels_do_not_mix
"""

import numpy as np


def log_spectrum(images):
    images = np.broadcast_to(images.mean(axis=3, keepdims=True), images.shape)
    return np.log(np.abs(np.fft.fft2(images, axes=(1, 2))) + 1e-12)
