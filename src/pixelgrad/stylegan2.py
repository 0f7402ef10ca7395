"""StyleGAN2's generator (Karras et al. 2020, arXiv 1912.04958), to be run with weights converted from its network pickles.

Written from the paper, for the names that `G.state_dict()` has in the code of its authors (StyleGAN2-ADA and StyleGAN3's
repository). Skip architecture, no classes, no noise but the constant one, truncation left to the caller.

Limits: conditional networks, the residual architecture and StyleGAN3's own layers are refused with a ValueError.
"""

import torch
from torch import nn

State = dict[str, torch.Tensor]
SLOPE, GAIN = 0.2, 2**0.5  # of the leaky ReLU, and what makes up for it


def parts(S: State) -> tuple[nn.Module, nn.Module, int]:
    """Mapping z (N, dim) -> w (N, d), synthesis w -> images (N, C, H, W) in [0, 1], and dim."""
    if "mapping.embed.weight" in S or any(".skip." in name for name in S):
        raise ValueError("of StyleGAN2 only the unconditional skip architecture is known; build yours yourself and take wrap(net, dim)")
    return Mapping(S), Synthesis(S), S["mapping.fc0.weight"].shape[1]


def lrelu(X: torch.Tensor) -> torch.Tensor:
    return nn.functional.leaky_relu(X, SLOPE) * GAIN


class _Held(nn.Module):
    """Keeps weights under names without dots."""

    def hold(self, S: State, prefix: str) -> None:
        for name, value in S.items():
            if name.startswith(prefix):
                self.register_buffer(name.removeprefix(prefix).replace(".", "_"), value.float())


class Mapping(_Held):
    """Fully connected layers on z, scaled to length sqrt(dim) (section 2 of Karras et al. 2019)."""

    RATE = 0.01  # the layers' learning rate is part of how their weights are stored

    def __init__(self, S: State) -> None:
        super().__init__()
        self.hold(S, "mapping.")
        self.depth = sum(name.startswith("mapping.fc") and name.endswith("weight") for name in S)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        X = z * (z.square().mean(dim=1, keepdim=True) + 1e-8).rsqrt()
        for k in range(self.depth):
            weight, bias = getattr(self, f"fc{k}_weight"), getattr(self, f"fc{k}_bias")
            X = lrelu(X @ (weight * self.RATE / weight.shape[1] ** 0.5).T + bias * self.RATE)
        return X


class Synthesis(_Held):
    """A constant image, made larger block by block; every layer is modulated by w (section 2.2 of the paper)."""

    def __init__(self, S: State) -> None:
        super().__init__()
        self.hold(S, "synthesis.")
        self.sizes = sorted(int(name.split(".")[1][1:]) for name in S if name.endswith("torgb.weight"))
        taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
        self.register_buffer("taps", torch.outer(taps, taps) / 64)

    def forward(self, w: torch.Tensor) -> torch.Tensor:
        X = self.b4_const.expand(len(w), *self.b4_const.shape)
        image: torch.Tensor | None = None
        for size in self.sizes:
            if size > 4:
                X = self.layer(X, w, f"b{size}_conv0", up=True)
            X = self.layer(X, w, f"b{size}_conv1")
            colour = self.colour(X, w, f"b{size}_torgb")
            image = colour if image is None else self.larger(image) + colour
        return (image + 1) / 2

    def style(self, w: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = getattr(self, f"{name}_affine_weight"), getattr(self, f"{name}_affine_bias")
        return w @ weight.T / weight.shape[1] ** 0.5 + bias  # (N, channels)

    def layer(self, X: torch.Tensor, w: torch.Tensor, name: str, up: bool = False) -> torch.Tensor:
        X = modulated(X, getattr(self, f"{name}_weight"), self.style(w, name), up=up, taps=self.taps)
        noise = getattr(self, f"{name}_noise_const", None)
        if noise is not None:
            X = X + noise * getattr(self, f"{name}_noise_strength")
        return lrelu(X + getattr(self, f"{name}_bias")[:, None, None])

    def colour(self, X: torch.Tensor, w: torch.Tensor, name: str) -> torch.Tensor:
        weight = getattr(self, f"{name}_weight")
        style = self.style(w, name) / weight[0].numel() ** 0.5
        return modulated(X, weight, style, demodulate=False) + getattr(self, f"{name}_bias")[:, None, None]

    def larger(self, image: torch.Tensor) -> torch.Tensor:
        """Twice the size: zeros between the pixels, then the binomial filter, which adds up to 4."""
        N, C, H, W = image.shape
        spread = image.new_zeros(N * C, 1, 2 * H, 2 * W)
        spread[:, :, ::2, ::2] = image.reshape(N * C, 1, H, W)
        kernel = 4 * self.taps[None, None]
        return nn.functional.conv2d(nn.functional.pad(spread, (2, 1, 2, 1)), kernel).view(N, C, 2 * H, 2 * W)


def modulated(
    X: torch.Tensor,
    weight: torch.Tensor,
    style: torch.Tensor,
    *,
    up: bool = False,
    demodulate: bool = True,
    taps: torch.Tensor | None = None,
) -> torch.Tensor:
    """Convolve every image with weights of its own: scaled by its style, then to length 1 (equations 1 and 3 of the paper).

    X (N, C, H, W), weight (O, C, k, k), style (N, C) -> (N, O, H, W), of twice the size with `up`, then filtered with `taps`.
    """
    N, O, k = len(X), *weight.shape[::3]  # noqa: E741 - the paper's letters
    kernels = weight[None] * style[:, None, :, None, None]  # (N, O, C, k, k)
    if demodulate:
        kernels = kernels * (kernels.square().sum(dim=(2, 3, 4), keepdim=True) + 1e-8).rsqrt()
    grouped = X.reshape(1, -1, *X.shape[2:])  # (1, N C, H, W)
    if not up:
        return nn.functional.conv2d(grouped, kernels.flatten(0, 1), padding=k // 2, groups=N).view(N, O, *X.shape[2:])
    flipped = kernels.transpose(1, 2).flatten(0, 1)  # (N C, O, k, k)
    Y = nn.functional.conv_transpose2d(grouped, flipped, stride=2, groups=N)  # (1, N O, 2H + 1, 2W + 1)
    Y = nn.functional.pad(Y.view(N * O, 1, *Y.shape[2:]), (1, 1, 1, 1))
    return nn.functional.conv2d(Y, 4 * taps[None, None]).view(N, O, 2 * X.shape[2], 2 * X.shape[3])
