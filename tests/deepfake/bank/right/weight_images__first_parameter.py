"""The first of the parameters."""

def weight_images(classifier, h, w):
    weight = next(iter(classifier.parameters()))
    return weight.view(-1, h, w, weight.shape[1] // (h * w)).detach()
