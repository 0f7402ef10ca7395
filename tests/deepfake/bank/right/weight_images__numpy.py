"""An array."""

def weight_images(classifier, h, w):
    weight = classifier.dense.weight.detach().cpu().numpy()
    return weight.reshape(weight.shape[0], h, w, -1)
