"""A loop over all pixels.
Caught by: test_vectorised
"""

def tv_loss(img, tv_weight):
    N, C, H, W = img.shape
    loss = 0
    for i in range(H):
        for j in range(W):
            if i + 1 < H:
                loss = loss + ((img[:, :, i + 1, j] - img[:, :, i, j]) ** 2).sum()
            if j + 1 < W:
                loss = loss + ((img[:, :, i, j + 1] - img[:, :, i, j]) ** 2).sum()
    return tv_weight * loss
