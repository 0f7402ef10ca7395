"""torch.func: score and gradient of a pure function."""

import torch


def make_fooling_image(X, target_y, model):
    def score(image):
        scores = model(image)[0]
        return scores[target_y], scores

    X_fooling = X.clone()
    for _ in range(100):
        g, scores = torch.func.grad(score, has_aux=True)(X_fooling)
        if scores.argmax() == target_y:
            break
        X_fooling = X_fooling + 10 * g / torch.linalg.vector_norm(g)
    return X_fooling
