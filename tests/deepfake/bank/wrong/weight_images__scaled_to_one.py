"""Scales to the range from 0 to 1.
Caught by: test_weights_are_not_scaled
"""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach()
    weight = (weight - weight.min()) / (weight.max() - weight.min())
    return weight.reshape(len(weight), h, w, -1)
