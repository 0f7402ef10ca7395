"""Moves the corner into the middle.
Caught by: test_each_weight_is_where_it_works
"""

import numpy as np


def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach().numpy()
    return np.fft.fftshift(weight.reshape(len(weight), h, w, -1), axes=(1, 2))
