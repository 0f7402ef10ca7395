"""Reads columns before rows and swaps them back.
Caught by: test_each_weight_is_where_it_works
"""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach()
    return weight.reshape(len(weight), w, h, -1).transpose(1, 2)
