"""A hook on the tensor receives the gradient while backward() runs."""

import torch.nn.functional as F


def saliency_of_layer(X, y, model, layer):
    grads = []

    def watch(module, inputs, A):
        A.register_hook(grads.append)
        return A.clone()

    with model.get_submodule(layer).register_forward_hook(watch):
        scores = model(X.clone().requires_grad_())
    scores.gather(1, y[:, None]).sum().backward()
    M = grads[0].abs().max(1).values.unsqueeze(1)
    return F.interpolate(M, X.shape[2:], mode="bilinear", align_corners=False).squeeze(1)
