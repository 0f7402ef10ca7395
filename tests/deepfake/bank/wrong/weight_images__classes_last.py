"""Reads the classes as the last axis.
Caught by: test_one_image_per_class
"""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach()
    return weight.reshape(h, w, -1, len(weight)).permute(3, 0, 1, 2)
