"""Reads the weights as (c, h, w), then moves the channels to the end.
Caught by: test_channels_come_last
"""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach()
    return weight.reshape(len(weight), -1, h, w).permute(0, 2, 3, 1)
