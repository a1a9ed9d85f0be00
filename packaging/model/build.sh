#!/bin/bash
# Makes the embedding model once and prints the directory that holds it (last line of standard output).
#
#   build.sh            make it if it is not cached
#   build.sh --python   print the Python of the environment that makes it (sentence-transformers, torch);
#                       exit status 1 when it is not built yet
#   build.sh --make-python   the same, but build it first when it is missing
#
# Everything is kept in ${INVENTORY_BUILD_CACHE:-~/.cache/inventory-build}: model-venv/<hash of the lock>
# and model/<hash of recipe and lock>. Progress goes to standard error.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
arch=$(dpkg --print-architecture)
lock="$here/../locks/model-$arch.txt"
cache=${INVENTORY_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/inventory-build}
torch_index=https://download.pytorch.org/whl/cpu

say() { echo "model: $*" >&2; }

if [ ! -f "$lock" ]; then
    say "no lock file $lock: the model can be made on amd64; on $arch copy $cache/model from there"
    exit 1
fi

recipe="$here/export_model.py $here/reference_texts.txt $here/LICENSE $lock"
# shellcheck disable=SC2086  # four paths
model="$cache/model/$(cat $recipe | sha256sum | cut -c1-16)"
venv="$cache/model-venv/$(sha256sum <"$lock" | cut -c1-16)"

if [ "${1:-}" = --python ]; then
    [ -f "$venv/complete" ] || { say "not built yet: run packaging/model/build.sh"; exit 1; }
    echo "$venv/bin/python"
    exit 0
fi

intact() { [ -f "$model/SHA256SUMS" ] && (cd "$model" && sha256sum --quiet --check SHA256SUMS >&2); }

install_torch() {
    # PyPI's torch for amd64 is built for CUDA; the CPU build is on torch's own index, unless pip is
    # already set up to find it (PIP_FIND_LINKS).
    awk '/^torch==/ {keep=1} keep {print} !/\\$/ {keep=0}' "$lock" >"$venv/torch.txt"
    local pip=("$venv/bin/pip" install --quiet --no-deps --only-binary=:all: --require-hashes -r "$venv/torch.txt")
    "${pip[@]}" 2>"$venv/torch.log" && return
    say "fetching torch's CPU build from $torch_index"
    "${pip[@]}" --index-url "$torch_index" && return
    cat "$venv/torch.log" >&2
    say "could not get torch's CPU build: neither pip's own sources nor $torch_index have it"
    return 1
}

make_venv() {
    [ -f "$venv/complete" ] && return
    say "installing sentence-transformers and torch into $venv (about 1.6 GB, once)"
    rm -rf "$venv"
    mkdir -p "$(dirname "$venv")"
    /usr/bin/python3 -m venv "$venv" || { say "python3 -m venv failed: apt install python3-venv"; return 1; }
    install_torch
    "$venv/bin/pip" install --no-deps --only-binary=:all: --require-hashes --progress-bar off -r "$lock" \
        | sed --unbuffered -n 's/^Collecting/model: installing/p' >&2
    touch "$venv/complete"
}

make_model() {
    local work="$model.new"
    rm -rf "$work"
    # onnxruntime from 1.29 on sends telemetry unless told not to.
    ORT_DISABLE_TELEMETRY=1 PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 PYTHONNOUSERSITE=1 "$venv/bin/python" "$here/export_model.py" "$work" >&2
    rm -rf "$model"
    mv "$work" "$model"
}

mkdir -p "$cache/model"
# One builder at a time; a second one waits and then finds it done.
exec 9>"$cache/model/.lock"
flock 9
if [ "${1:-}" = --make-python ]; then
    make_venv
    echo "$venv/bin/python"
    exit 0
fi
if ! intact; then
    make_venv
    make_model
    intact
fi
echo "$model"
