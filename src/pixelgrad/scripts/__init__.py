"""Scripts for a terminal: `python -m pixelgrad.scripts.input_opt --help`."""
