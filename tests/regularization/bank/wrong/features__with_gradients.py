"""With gradients on.
Caught by: test_taken_in_eval_mode
"""

import torch


def features(net, X, batch_size=500):
    training = net.training
    net.eval()
    with torch.enable_grad():
        parts = [net[:-1](part) for part in X.split(batch_size)]
    net.train(training)
    return torch.cat(parts).detach().numpy()
