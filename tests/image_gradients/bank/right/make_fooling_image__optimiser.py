"""torch.optim.SGD that maximises, fed with the normalised gradient."""

import torch


def make_fooling_image(X, target_y, model):
    X_fooling = X.detach().clone().requires_grad_()
    optimiser = torch.optim.SGD([X_fooling], lr=1.0, maximize=True)
    for _ in range(100):
        scores = model(X_fooling)
        if int(scores.argmax()) == target_y:
            break
        optimiser.zero_grad()
        scores[0, target_y].backward()
        X_fooling.grad /= X_fooling.grad.norm()
        optimiser.step()
    return X_fooling.detach()
