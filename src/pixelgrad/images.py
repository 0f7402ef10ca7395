"""Images in and out of ImageNet's normalisation, and the usual small tools.

A *normalised* image is float32 with channels (RGB) first and
value (pixel / 255 - MEAN) / STD; its valid range differs from channel to
channel. A *raw* image is (H, W, 3) uint8 or a PIL image.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


def _column(values: Sequence[float], like: torch.Tensor) -> torch.Tensor:
    """values as a (3, 1, 1) tensor that broadcasts against `like`."""
    return torch.tensor(values, dtype=like.dtype, device=like.device).view(3, 1, 1)


def preprocess(raw: Any, size: int | None = 224, *, crop: bool = True) -> torch.Tensor:
    """Raw image or list (or (N, H, W, 3) array) of them -> (N, 3, size, size) float32, normalised.

    The shorter side is resized to `size` (antialiased bilinear), then the centre is cut out;
    `crop=False` keeps the aspect ratio, `size=None` the size.
    Raises ValueError when the results differ in shape and cannot form a batch.
    """
    from torchvision import transforms

    single = isinstance(raw, Image.Image) or (isinstance(raw, np.ndarray) and raw.ndim < 4)
    steps: list[Any] = [transforms.ToTensor(), transforms.Normalize(MEAN, STD)]
    if size is not None:
        fit = [transforms.Resize(size)] + [transforms.CenterCrop(size)] * crop
        steps = fit + steps
    transform = transforms.Compose(steps)
    batch = [transform(_pil(image)) for image in ([raw] if single else raw)]
    shapes = {tuple(image.shape) for image in batch}
    if len(shapes) != 1:
        raise ValueError(f"cannot batch images of shapes {sorted(shapes)}; use crop=True")
    return torch.stack(batch)


def _pil(raw: Any) -> Image.Image:
    image = raw if isinstance(raw, Image.Image) else Image.fromarray(np.asarray(raw))
    return image.convert("RGB")


def deprocess(img: torch.Tensor) -> np.ndarray:
    """Normalised (3, H, W) -> (H, W, 3) uint8; (N, 3, H, W) -> (N, H, W, 3).

    Inverse of `preprocess(size=None)`; values outside [0, 255] are clipped.
    """
    img = img.detach().cpu().float()
    pixels = (img * _column(STD, img) + _column(MEAN, img)) * 255
    return pixels.round().clamp(0, 255).byte().movedim(-3, -1).numpy()


def to_pil(img: torch.Tensor) -> Image.Image:
    """Normalised (3, H, W) or (1, 3, H, W) -> PIL image."""
    return Image.fromarray(deprocess(img.view(img.shape[-3:])))


def vivid(img: torch.Tensor) -> np.ndarray:
    """Normalised (3, H, W) or (1, 3, H, W) -> (H, W, 3) float in [0, 1], low contrast raised.

    What an ascent paints is often pale: one gain for all pixels and channels takes the
    99.5th percentile of the deviation from the mean colour to full range, around mid-grey.
    """
    pixels = deprocess(img.view(img.shape[-3:])) / 255
    deviation = pixels - pixels.mean(axis=(0, 1))
    gain = 0.5 / max(np.percentile(np.abs(deviation), 99.5), 1 / 255)
    return np.clip(0.5 + gain * deviation, 0, 1)


def blur_image(X: torch.Tensor, sigma: float) -> torch.Tensor:
    """Separable Gaussian blur of (N, C, H, W), width `sigma` pixels; a new tensor.

    The kernel ends after four sigma, borders reflect: a constant image stays as it is.
    """
    from torchvision.transforms.v2 import functional

    radius = int(4 * sigma + 0.5)
    if radius == 0:
        return X.clone()
    return functional.gaussian_blur(X, [2 * radius + 1] * 2, [float(sigma)] * 2)


def jitter(X: torch.Tensor, ox: int, oy: int) -> torch.Tensor:
    """Shift (N, C, H, W) by ox columns right and oy rows down, around the edges; a new tensor.

    `jitter(jitter(X, ox, oy), -ox, -oy)` is X.
    """
    return torch.roll(X, shifts=(oy, ox), dims=(-2, -1))


def clamp_to_valid(img: torch.Tensor) -> torch.Tensor:
    """Normalised (..., 3, H, W) -> the nearest image whose pixels lie in [0, 1]; a new tensor.

    Channel c is clamped to [-MEAN[c] / STD[c], (1 - MEAN[c]) / STD[c]].
    """
    mean, std = _column(MEAN, img), _column(STD, img)
    return torch.clamp(img, -mean / std, (1 - mean) / std)
