"""Loses the sign.
Caught by: test_weights_are_not_scaled
"""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach().abs()
    return weight.reshape(len(weight), h, w, -1)
