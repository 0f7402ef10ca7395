"""Translation between two sets of images (Zhu et al. 2017): what belongs together, what is seen while it trains, how to go on.

Images are (N, 3, H, W) in [-1, 1]. A student's step asks a `Game` for its networks, optimisers and pools; `train` counts,
draws batches, keeps pictures and checkpoints.

Limits: the images of a pool are kept with a checkpoint if it holds them in a list called `images`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import checkpoints, progress
from .device import default_device

KEPT = ("AB", "BA", "D_A", "D_B", "G_solver", "D_solver")
POOLS = ("pool_A", "pool_B")


def start(net: nn.Module, deviation: float = 0.05) -> nn.Module:
    """Weights of convolutions from N(0, deviation), biases 0: the paper's start, wider, as our networks are narrower."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            nn.init.normal_(module.weight, 0.0, deviation)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return net


class Game(nn.Module):
    """Generators AB and BA, discriminators D_A and D_B, their optimisers G_solver and D_solver, pools pool_A and pool_B.

    make_G, make_D: functions without arguments. make_pool: likewise. watched: images (n, 3, H, W) of A and of B, translated
    every `every` steps. checkpoint: a file; training that was cut off goes on from there, and its end removes the file.
    device: of the networks; a GPU when there is one.
    """

    def __init__(
        self, make_G: Callable[[], nn.Module], make_D: Callable[[], nn.Module], make_pool: Callable[[], Any],
        watched: tuple[torch.Tensor, torch.Tensor], *, lr: float = 2e-3, every: int = 25, checkpoint: str | Path | None = None,
        device: torch.device | str | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.AB, self.BA, self.D_A, self.D_B = (start(make()).to(device or default_device()) for make in (make_G, make_G, make_D, make_D))
        self.pool_A, self.pool_B = make_pool(), make_pool()
        both = [[*one.parameters(), *other.parameters()] for one, other in ((self.AB, self.BA), (self.D_A, self.D_B))]
        self.G_solver, self.D_solver = (torch.optim.Adam(parameters, lr=lr, betas=(0.5, 0.999)) for parameters in both)
        self.watched, self.every, self.t = watched, every, 0
        self.history: list[tuple[float, float]] = []
        self.frames: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
        self.checkpoint = Path(checkpoint) if checkpoint else None

    def __repr__(self) -> str:
        """One line, for a cell that ends with a game: torch's own would fill a page with layers."""
        return f"a game after {self.t} steps"

    @property
    def device(self) -> torch.device:
        return next(self.AB.parameters()).device

    @torch.no_grad()
    def translate(self, X: torch.Tensor, way: str) -> torch.Tensor:
        """Images through `AB` or `BA`, in parts, on the CPU."""
        net = getattr(self, way)
        return torch.cat([net(part.to(self.device)).cpu() for part in X.split(100)])

    def look(self) -> None:
        """Keep translations of the watched images, and a checkpoint."""
        self.frames[self.t] = self.translate(self.watched[0], "AB"), self.translate(self.watched[1], "BA")
        if self.checkpoint:
            self.save(self.checkpoint)

    def save(self, file: Path) -> None:
        """Write everything that the rest of the training depends on."""
        pools = {name: list(getattr(getattr(self, name), "images", [])) for name in POOLS}
        checkpoints.save(file, self, KEPT, t=self.t, history=self.history, frames=self.frames, **pools)

    def resume(self, file: Path) -> None:
        """Go back to a checkpoint. Raises ValueError if it is of other networks."""
        state = checkpoints.resume(file, self, KEPT, self.device)
        for pool in POOLS:
            if hasattr(getattr(self, pool), "images"):
                getattr(self, pool).images = state[pool]
        self.t, self.history = state["t"], [tuple(pair) for pair in state["history"]]
        self.frames = {t: (A.cpu(), B.cpu()) for t, (A, B) in state["frames"].items()}


def train(game: Game, step: Callable[..., Any], A: torch.Tensor, B: torch.Tensor, steps: int, *, batch: int = 4) -> Game:
    """`steps` calls of step(game, images of A, images of B), which returns the losses of generators and discriminators."""
    if game.checkpoint and game.checkpoint.exists():
        game.resume(game.checkpoint)
    if game.t == 0:
        game.look()
    bar = progress.bar(range(game.t, steps), "step", initial=game.t, total=steps, bar_format=progress.WITH_LOSSES)
    for t in bar:
        drawn = [X[torch.randint(len(X), (batch,))].to(game.device) for X in (A, B)]
        game.history.append(tuple(float(torch.as_tensor(loss).detach()) for loss in step(game, *drawn)))
        if t % 10 == 0:
            bar.set_postfix_str("G {:.2f}, D {:.2f}".format(*game.history[-1]), refresh=False)
        game.t = t + 1
        if game.t % game.every == 0 or game.t == steps:
            game.look()
    if game.checkpoint:
        game.checkpoint.unlink(missing_ok=True)
    return game
