"""Adds the bias.
Caught by: test_weights_are_not_scaled
"""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach() + classifier.dense.bias.detach()[:, None]
    return weight.reshape(len(weight), h, w, -1)
