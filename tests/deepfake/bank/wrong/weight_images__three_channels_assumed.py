"""Takes three channels for granted.
Caught by: test_any_number_of_channels
"""

def weight_images(classifier, h, w):
    return classifier.dense.weight.detach().reshape(-1, h, w, 3)
