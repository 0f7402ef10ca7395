"""Draw docs/figures/input_optimization.jpg, integrated_gradients.jpg and building_blocks.jpg: figures of the solved notebooks.

`python docs/figures/interpretability.py` runs the three notebooks on their defaults, which takes some minutes, and puts the
figures named below into one picture each.
"""

import sys

import gallery

SHOWN = {  # the figures of a notebook, counted from 0, and the file
    "InputOptimization": ((1,), "input_optimization.jpg"),
    "IntegratedGradients": ((1, 2), "integrated_gradients.jpg"),
    "BuildingBlocks": ((2, 5), "building_blocks.jpg"),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or SHOWN:
        gallery.keep("interpretability", name, *SHOWN[name], width=760, quality=72)
