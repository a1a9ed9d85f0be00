#!/bin/bash
# Resolves requirements.in and writes ../locks/model-<arch>.txt: every package that is needed, pinned, with
# the sha256 of its wheel for this architecture. torch's CPU build must be found by pip (PIP_FIND_LINKS
# or the CPU index); a lock with a CUDA package in it is refused.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
arch=${1:-$(dpkg --print-architecture)}
lock="$here/../locks/model-$arch.txt"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

/usr/bin/python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --dry-run --ignore-installed --only-binary=:all: --quiet \
    --report "$work/report.json" -r "$here/requirements.in"
/usr/bin/python3 - "$work/report.json" >"$work/lock" <<'PYTHON'
import hashlib, json, sys, urllib.parse, urllib.request

def sha256(source):
    known = source["archive_info"].get("hashes") or {}
    if "sha256" in known:
        return known["sha256"]
    path = urllib.request.url2pathname(urllib.parse.urlparse(source["url"]).path)
    with open(path, "rb") as wheel:
        return hashlib.sha256(wheel.read()).hexdigest()

print("# Written by packaging/model/relock.sh from packaging/model/requirements.in; do not edit.")
for entry in sorted(json.load(open(sys.argv[1]))["install"], key=lambda e: e["metadata"]["name"].lower()):
    name = entry["metadata"]["name"].lower().replace("_", "-")
    if name.startswith(("nvidia", "triton", "cuda")):
        sys.exit(f"{name}: a CUDA package; make pip find torch's CPU build first")
    print(f'{name}=={entry["metadata"]["version"]} \\\n    --hash=sha256:{sha256(entry["download_info"])}')
PYTHON
mv "$work/lock" "$lock"
echo "$lock"
