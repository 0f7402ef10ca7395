"""Scripts for a terminal, each with its own help: `python -m pixelgrad.scripts.input_opt --help`."""
