#!/bin/sh
# Runs the Python packages beside our statistics, on the same files, one thread each, and prints ratios of CPU time.
#
# Needs python3 with venv, a network for the packages, and 16 GB of memory free for the sliceline package (leave it out
# with PEERS_SKIP=sliceline). Takes some minutes. Not part of the tests.
set -eu
cd "$(dirname "$0")/../.."
dir="${CARGO_TARGET_DIR:-target}/peers"
mkdir -p "$dir"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
if [ ! -x "$dir/venv/bin/python" ]; then
    python3 -m venv "$dir/venv"
    "$dir/venv/bin/pip" install --quiet krippendorff==0.9.0 crowd-kit==1.4.2 scikit-learn==1.9.1 sliceline==0.3.0 pandas
fi
cargo bench --quiet --bench peers -- --write "$(cd "$dir" && pwd)"
"$dir/venv/bin/python" benches/peers/peers.py "$dir"
