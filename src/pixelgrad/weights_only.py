"""Weights from a file, and nothing else of it: no code that it may hold is ever run.

A pickle is a program. One that was made to, deletes your files while it is opened, so a file counts here only if all of it
is tensors: a safetensors file, or what `torch.save(net.state_dict(), path)` wrote.

Limits: the tensors may still be nonsense, or larger than your memory; what they are for is not checked here.
"""

import pickle
import warnings
from pathlib import Path

import torch

REFUSED = """{name} holds more than weights, so it was not opened: {why}
A network that was pickled whole, such as StyleGAN's .pkl files, is a program, and opening it would run it. Do you trust its
makers? Then convert it once, in the folder of the code that it was trained with:
    python -c "import pickle, torch; G = pickle.load(open('{name}', 'rb'))['G_ema']; torch.save(G.state_dict(), 'weights.pt')"
and load weights.pt. Else leave it: pixelgrad.generators.load() has others."""


class Refused(ValueError):
    """The file is not weights alone; the text says why and what to do."""


def load(path: str | Path) -> dict[str, torch.Tensor]:
    """The tensors of a state_dict by their names, on the CPU. Raises Refused, and FileNotFoundError where there is no file."""
    path = Path(path)
    if path.suffix == ".safetensors":
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        try:
            return load_file(path)
        except SafetensorError as error:
            raise Refused(f"{path.name} is no safetensors file: {error}") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about protocols and formats that are refused anyway
            found = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        why = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
        raise Refused(REFUSED.format(name=path.name, why=why[:160])) from None
    found = found.get("state_dict", found) if isinstance(found, dict) else found
    if not isinstance(found, dict) or not all(isinstance(value, torch.Tensor) for value in found.values()):
        raise Refused(f"{path.name} holds no state_dict: save net.state_dict(), not {type(found).__name__} objects around it.")
    return dict(found)
