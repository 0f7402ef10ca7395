"""The `pixelgrad` command, also as `python -m pixelgrad`. Exit codes: 0 done, 1 something is missing or wrong, 2 misused."""

import argparse
import sys

from . import __version__
from .data import cli
from .handin import __main__ as handin


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser("pixelgrad", description="Pixelgrad's data and tools for students.")
    whole.add_argument("--version", action="version", version=f"pixelgrad {__version__}")
    commands = whole.add_subparsers(metavar="data | handin", required=True)
    cli.add(commands)
    handin.add(commands.add_parser("handin", help=handin.ABOUT, **handin.STYLE))
    return whole


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns its exit code. A mistake becomes one line, never a traceback."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
