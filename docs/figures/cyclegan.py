"""Draw docs/figures/cyclegan.jpg: two figures of the solved notebook, on its defaults.

`python docs/figures/cyclegan.py` runs the notebook, which takes some minutes.
"""

import gallery

SHOWN = (1, 3)  # from A to B while it trains, and there and back; counted from 0

if __name__ == "__main__":
    gallery.keep("cyclegan", "CycleGAN", SHOWN, "cyclegan.jpg", width=640, quality=70)
