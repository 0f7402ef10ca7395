"""Notebooks as PDF without LaTeX, a browser or a system package: nbconvert, then pandoc, then Typst.

`jupyter nbconvert --to pixelgrad-pdf X.ipynb` writes one notebook; `python -m pixelgrad.handin` writes a whole hand-in,
with every question on the pages that handin.json says.

Not covered: widgets and other live output (their text is printed), raw cells, letters that no font on this machine has.
"""

from .exporter import PixelgradPDF

__all__ = ["PixelgradPDF"]
