"""Convolutions and normalisations in two lists."""

from torch import nn


class ACGANGenerator(nn.Module):
    def __init__(self, width=196):
        super().__init__()
        self.first, self.norm = nn.Linear(100, 16 * width), nn.BatchNorm1d(16 * width)
        kinds = "upper same same same upper same upper".split()
        self.convs = nn.ModuleList(
            nn.ConvTranspose2d(width, width, 4, 2, 1) if kind == "upper" else nn.Conv2d(width, width, 3, 1, 1) for kind in kinds
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for _ in kinds)
        self.last = nn.Conv2d(width, 3, 3, 1, 1)

    def forward(self, Z):
        H = self.norm(self.first(Z).relu())
        H = H.reshape(len(Z), -1, 4, 4)
        for conv, norm in zip(self.convs, self.norms):
            H = norm(conv(H).relu())
        return self.last(H).tanh()
