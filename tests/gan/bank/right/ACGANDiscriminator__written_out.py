"""Eight named layers, as the homework's page has them."""

from torch import nn


class ACGANDiscriminator(nn.Module):
    def __init__(self, width=196):
        super().__init__()
        self.conv1, self.ln1 = nn.Conv2d(3, width, 3, 1, 1), nn.LayerNorm([width, 32, 32])
        self.conv2, self.ln2 = nn.Conv2d(width, width, 3, 2, 1), nn.LayerNorm([width, 16, 16])
        self.conv3, self.ln3 = nn.Conv2d(width, width, 3, 1, 1), nn.LayerNorm([width, 16, 16])
        self.conv4, self.ln4 = nn.Conv2d(width, width, 3, 2, 1), nn.LayerNorm([width, 8, 8])
        self.conv5, self.ln5 = nn.Conv2d(width, width, 3, 1, 1), nn.LayerNorm([width, 8, 8])
        self.conv6, self.ln6 = nn.Conv2d(width, width, 3, 1, 1), nn.LayerNorm([width, 8, 8])
        self.conv7, self.ln7 = nn.Conv2d(width, width, 3, 1, 1), nn.LayerNorm([width, 8, 8])
        self.conv8, self.ln8 = nn.Conv2d(width, width, 3, 2, 1), nn.LayerNorm([width, 4, 4])
        self.lrelu, self.pool = nn.LeakyReLU(), nn.MaxPool2d(4, 4)
        self.fc1, self.fc10 = nn.Linear(width, 1), nn.Linear(width, 10)

    def features(self, x):
        for k in range(1, 9):
            x = self.lrelu(getattr(self, f"ln{k}")(getattr(self, f"conv{k}")(x)))
        x = self.pool(x)
        return x.view(x.size(0), -1)

    def forward(self, x):
        x = self.features(x)
        return self.fc1(x), self.fc10(x)
