"""torch.func: the gradient with respect to a change, still zero, of the activation."""

import torch
import torch.nn.functional as F


def saliency_of_layer(X, y, model, layer):
    module, shapes = model.get_submodule(layer), []
    with module.register_forward_hook(lambda m, i, A: shapes.append(A.shape)):
        model(X)

    def score(change):
        with module.register_forward_hook(lambda m, i, A: A + change):
            return model(X).gather(1, y[:, None]).sum()

    grad = torch.func.grad(score)(torch.zeros(shapes[0], dtype=X.dtype))
    M = grad.abs().amax(dim=1, keepdim=True)
    return F.interpolate(M, X.shape[2:], mode="bilinear", align_corners=False)[:, 0]
