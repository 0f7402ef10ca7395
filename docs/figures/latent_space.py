"""Draw docs/figures/latent_space.jpg: three figures of the solved notebook, on its defaults.

`python docs/figures/latent_space.py` runs the notebook, which takes half a minute.
"""

import gallery

SHOWN = (2, 4, 7)  # from digit to digit, beyond the ends, six walks; counted from 0

if __name__ == "__main__":
    gallery.keep("latent_space", "LatentSpace", SHOWN, "latent_space.jpg", width=640, quality=70)
