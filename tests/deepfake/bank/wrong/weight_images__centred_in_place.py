"""Centres the classifier's own weights.
Caught by: test_classifier_stays_as_it_was
"""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.data
    weight -= weight.mean()
    return weight.reshape(len(weight), h, w, -1)
