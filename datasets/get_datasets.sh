#!/bin/sh
# Fetch what the problem sets of course.toml can use, as CS231n's script of this name does. An interrupted run goes on where it stopped.
#   sh datasets/get_datasets.sh [--folder DIR] [--mirror DIR] [--link]
set -eu
python=${PYTHON:-$(command -v python3 || command -v python)}
status=0
for slug in $(sed -n 's/^slug = "\(.*\)"$/\1/p' "$(dirname "$0")/../course.toml"); do
  "$python" -m pixelgrad data fetch --for "$slug" "$@" || status=$?
done
exit $status
