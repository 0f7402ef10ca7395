"""NumPy's argsort, NumPy arrays."""

import numpy as np

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    A = activations(net, images, layer).detach().numpy()[:, :, position[0], position[1]]
    order = np.argsort(-A, axis=1)[:, :top].copy()
    return order, np.take_along_axis(A, order, 1)
