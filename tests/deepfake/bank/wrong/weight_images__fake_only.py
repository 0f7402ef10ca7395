"""Returns the image of the last class only.
Caught by: test_one_image_per_class
"""

def weight_images(classifier, h, w):
    return classifier.dense.weight.detach()[-1].reshape(h, w, -1)
