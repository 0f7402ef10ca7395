"""Divides by the largest value of the batch.
Caught by: test_ten_times_brighter_adds_log_ten
"""

import numpy as np


def log_spectrum(images):
    images = images / max(np.abs(images).max(), 1e-12)
    return np.log(np.abs(np.fft.fft2(images, axes=(1, 2))) + 1e-12)
