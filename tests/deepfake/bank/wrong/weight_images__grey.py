"""Averages over the channels.
Caught by: test_channels_come_last
"""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach()
    return weight.reshape(len(weight), h, w, -1).mean(dim=3)
