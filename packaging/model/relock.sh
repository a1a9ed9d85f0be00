#!/bin/bash
# Resolves requirements.in and writes ../locks/model-<arch>.txt for amd64 and arm64: every package that is
# needed, pinned, with the sha256 of its wheel. Runs on amd64 (pip resolves for the machine it runs on only);
# arm64 takes the same versions, but for what requirements-arm64.in names. torch's CPU build must be found
# by pip (PIP_FIND_LINKS or the CPU index); a lock with a CUDA package in it is refused.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
locks="$here/../locks"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

/usr/bin/python3 -m venv "$work/venv"
pip="$work/venv/bin/pip"

# pins - "name==version" of everything that requirements.in needs on this machine.
pins() {
    "$pip" install --dry-run --ignore-installed --only-binary=:all: --quiet --report "$work/report.json" \
        -r "$here/requirements.in" >&2
    /usr/bin/python3 - "$work/report.json" <<'PYTHON'
import json, sys

for entry in json.load(open(sys.argv[1]))["install"]:
    name = entry["metadata"]["name"].lower().replace("_", "-")
    if name.startswith(("nvidia", "triton", "cuda")):
        sys.exit(f"{name}: a CUDA package; make pip find torch's CPU build first")
    print(f'{name}=={entry["metadata"]["version"]}')
PYTHON
}

# for_arm64 - the same with the versions of requirements-arm64.in.
for_arm64() {
    local other
    other=$(grep -v '^#' "$here/requirements-arm64.in")
    grep -v "^${other%%=*}==" "$work/pins"
    echo "$other"
}

# lock ARCH MACHINE - reads pins from standard input, writes the lock with the hash of each wheel.
lock() {
    local arch=$1 machine=$2 pin minor wheel
    local options=(--implementation cp --python-version 3.11)
    for minor in $(seq 36 -1 5); do options+=(--platform "manylinux_2_${minor}_$machine"); done
    options+=(--platform "manylinux2014_$machine" --platform any)
    echo "# Written by packaging/model/relock.sh from packaging/model/requirements*.in; do not edit." >"$work/lock"
    while read -r pin; do
        rm -rf "$work/wheel"
        "$pip" download --quiet --no-deps --only-binary=:all: "${options[@]}" --dest "$work/wheel" "$pin" >&2
        wheel=$(echo "$work"/wheel/*.whl)
        printf '%s \\\n    --hash=sha256:%s\n' "$pin" "$(sha256sum "$wheel" | cut -d' ' -f1)" >>"$work/lock"
    done
    mv "$work/lock" "$locks/model-$arch.txt"
    echo "$locks/model-$arch.txt"
}

[ "$(dpkg --print-architecture)" = amd64 ] || { echo "relock.sh: run this on amd64" >&2; exit 1; }
pins | LC_ALL=C sort >"$work/pins"
lock amd64 x86_64 <"$work/pins"
for_arm64 | LC_ALL=C sort | lock arm64 aarch64
