"""Outer products at every position, summed."""

def gram_matrix(features, normalize=True):
    G = (features[:, :, None] * features[:, None]).sum(dim=(3, 4))
    return G / features[0].numel() if normalize else G
