"""Train the hyper-parameter study of the package, with the worked notebook. `python docs/figures/gan_study.py`; ten minutes."""

import json
import sys
import tempfile
from pathlib import Path
from unittest import mock

from pixelgrad.scripts import gan_study

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as nothing, mock.patch.dict("os.environ", PIXELGRAD_DATA=nothing):
        cache, drawn = Path(nothing) / "study.json", Path(nothing) / "study.png"
        options = ["--functions", str(ROOT / "source/gan/GAN.ipynb"), "--cache", str(cache), "--out", str(drawn)]
        if code := gan_study.main(options):
            sys.exit(code)
        found = json.loads(cache.read_text())
    kept = {key: {name: value for name, value in row.items() if name != "seconds"} for key, row in found.items()}
    gan_study.PUBLISHED.write_text(json.dumps(kept, indent=1) + "\n")
