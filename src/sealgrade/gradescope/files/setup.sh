#!/usr/bin/env bash
# Once, when the platform builds the image, as root: a Python of our own with exactly the locked packages.
set -euo pipefail
SOURCE="${SEALGRADE_SOURCE:-/autograder/source}"
HOME_OF_PYTHON="${SEALGRADE_ENV:-/opt/sealgrade}"
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends python3 python3-venv libseccomp2
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "This image's Python is older than 3.11. Choose a newer base image (Ubuntu 24.04) in the assignment's settings." >&2
  exit 1
}
python3 -m venv "$HOME_OF_PYTHON"
"$HOME_OF_PYTHON/bin/pip" install --no-cache-dir --disable-pip-version-check -r "$SOURCE/requirements.lock"
"$HOME_OF_PYTHON/bin/pip" install --no-cache-dir --disable-pip-version-check --no-deps "$SOURCE"/wheels/*.whl
rm -rf /var/lib/apt/lists/*
chmod 700 "$SOURCE"
