"""An identity in the place of the last layer for a while."""

import torch


def features(net, X, batch_size=500):
    before, last = net.training, net[-1]
    net.eval()
    try:
        net[-1] = torch.nn.Identity()
        with torch.inference_mode():
            parts = [net(part).clone() for part in X.split(batch_size)]
    finally:
        net[-1] = last
        net.train(before)
    return torch.cat(parts).numpy()
