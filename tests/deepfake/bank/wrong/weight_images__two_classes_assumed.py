"""Takes the first two classes.
Caught by: test_one_image_per_class
"""

def weight_images(classifier, h, w):
    return classifier.dense.weight.detach()[:2].reshape(2, h, w, -1)
