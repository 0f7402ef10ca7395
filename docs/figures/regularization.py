"""Draw docs/figures/regularization.jpg and mnist_cnn.jpg: figures of the solved notebooks on their defaults.

`python docs/figures/regularization.py` runs both, which takes some minutes, and puts the figures named below into a picture each.
"""

import sys

import gallery

SHOWN = {  # the figures of a notebook, counted from 0, and the file
    "Regularization": ((4, 5, 6, 7), "regularization.jpg"),
    "MnistCNN": ((1, 4, 5), "mnist_cnn.jpg"),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or SHOWN:
        gallery.keep("regularization", name, *SHOWN[name], width=760, quality=80)
