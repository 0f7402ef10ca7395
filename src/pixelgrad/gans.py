"""Two networks that play against each other: what belongs together, what is seen while they train, and how to go on.

Images are rows of 784 values in [-1, 1], -1 is black. A training loop asks a `Gan` for its networks, optimisers and
losses, counts with `gan.steps(n)` and reports with `gan.show(d, g)`; bar, pictures and checkpoints follow from these two.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import checkpoints, digits, progress

SIDE = digits.SIDE
PIXELS = SIDE * SIDE
PLAYERS = ("D", "G", "D_solver", "G_solver")
WATCHED = 32  # noise vectors of the fixed batch that is drawn again and again

Losses = tuple[Callable[[Any, Any], Any], Callable[[Any], Any]]


def adam(net: nn.Module, lr: float) -> torch.optim.Adam:
    """The optimiser of both players: Adam with the betas of Radford et al. (2016), 0.5 and 0.999; one kernel per step (fused)."""
    return torch.optim.Adam(net.parameters(), lr=lr, betas=(0.5, 0.999), fused=True)


class Gan(nn.Module):
    """A discriminator D, a generator G, their optimisers D_solver and G_solver, their two losses.

    losses: discriminator_loss(logits_real, logits_fake) and generator_loss(logits_fake). noise_dim: length of G's input.
    every: steps between two pictures of the same noise, and between two checkpoints. checkpoint: a file; training
    that was cut off goes on from there, exactly as if it had not been, and the end of the training removes the file.
    """

    def __init__(
        self, D: nn.Module, G: nn.Module, losses: Losses, noise_dim: int, *,
        d_lr: float = 1e-3, g_lr: float = 1e-3, every: int = 100, checkpoint: str | Path | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.D, self.G, self.noise_dim, self.every = D, G, noise_dim, every
        self.discriminator_loss, self.generator_loss = losses
        self.D_solver, self.G_solver = adam(D, d_lr), adam(G, g_lr)
        self.t, self.history, self.frames = 0, [], {}
        self.checkpoint = Path(checkpoint) if checkpoint else None
        self.watched = 2 * torch.rand(WATCHED, noise_dim, generator=torch.Generator().manual_seed(0)) - 1
        self._bar: Any = None
        self._picture: Any = None

    def steps(self, n: int) -> Iterator[int]:
        """Count like `range(n)`, with a progress bar; after an interruption from the checkpoint on."""
        if self.checkpoint and self.checkpoint.exists():
            self.resume(self.checkpoint)
        self._bar = progress.bar(range(self.t, n), "step", initial=self.t, total=n, bar_format=progress.WITH_LOSSES)
        try:
            for t in self._bar:
                yield t
                self.t = t + 1
                if self.t % self.every == 0 or self.t == n:
                    self._look()
        finally:
            self._bar.close()
            self._end_picture()
        if self.checkpoint:
            self.checkpoint.unlink(missing_ok=True)

    def show(self, d: Any, g: Any) -> None:
        """Call once a step with both losses, numbers or scalar tensors."""
        self.history.append(tuple(float(torch.as_tensor(loss).detach()) for loss in (d, g)))
        if self._bar is not None and self.t % 10 == 0:
            self._bar.set_postfix_str("D {:.2f}, G {:.2f}".format(*self.history[-1]), refresh=False)

    @torch.no_grad()
    def samples(self, noise: torch.Tensor) -> torch.Tensor:
        """What G makes of noise (N, noise_dim), in eval mode; on the CPU. G's mode stays as it is."""
        mode, device = self.G.training, next(self.G.parameters()).device
        made = torch.cat([self.G.eval()(part.to(device)) for part in noise.split(500)])
        self.G.train(mode)
        return made.cpu().reshape(len(noise), PIXELS)

    def _look(self) -> None:
        from .gan_plots import tiles

        self.frames[self.t] = tiles(self.samples(self.watched))  # (rows * 28, columns * 28) uint8
        if self.checkpoint:
            self.save(self.checkpoint)
        if progress.in_notebook():
            from IPython.display import display
            from PIL import Image

            image = Image.fromarray(self.frames[self.t].numpy())
            self._picture = self._picture or display(image, display_id=True)
            self._picture.update(image)

    def _end_picture(self) -> None:
        if self._picture is not None:
            self._picture.update({"text/plain": ""}, raw=True)
        self._picture = None

    def save(self, file: Path) -> None:
        """Write everything that the rest of the training depends on."""
        checkpoints.save(file, self, PLAYERS, t=self.t, history=self.history, frames=self.frames)

    def resume(self, file: Path) -> None:
        """Go back to a checkpoint. Raises ValueError if it is of other networks."""
        state = checkpoints.resume(file, self, PLAYERS, next(self.G.parameters()).device)
        self.t, self.history, self.frames = state["t"], [tuple(pair) for pair in state["history"]], state["frames"]
