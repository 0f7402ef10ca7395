"""A small network with named parts, a shortcut and an in-place activation, for checks that look at its layers."""

from torch import nn

from .nets import filled


@filled
def skip_net(channels=3, classes=4, width=6):
    """A smooth classifier for images of any height and width from 3 up, with a shortcut around `block`.

    (N, channels, H, W) -> (N, classes). Layers, and the height of what they return: `stem.0` and `stem` H,
    `block.0`, `block` and `join` H / 2. An in-place ELU follows `stem.0` and overwrites what that returned.
    """
    return _Skip(channels, classes, width)


class _Skip(nn.Module):
    def __init__(self, channels, classes, width):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(channels, width, 3, padding=1), nn.ELU(inplace=True))  # (N, width, H, W)
        self.pool = nn.AvgPool2d(2, ceil_mode=True)  # (N, width, H/2, W/2)
        self.block = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.Tanh())
        self.join = nn.Softplus()
        self.head = nn.Linear(width, classes)

    def forward(self, X):
        A = self.pool(self.stem(X))
        A = self.join(A + self.block(A))
        return self.head(A.mean(dim=(2, 3)))
