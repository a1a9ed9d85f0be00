#!/bin/bash
# test.sh [PART...] - run the tests: all parts, or those named (lint unit integration web migrations browser system fleet arm64).
#
# Installs what a part needs, goes on after a part that failed, and says at the end which ones did.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../packaging/common.sh"
cd "$PROJECT" || exit 1

# Quick parts first: a broken rule is known after seconds, not after the booted hosts.
quick=(lint unit integration web migrations browser)
slow=(system fleet arm64)
parts=("${quick[@]}" "${slow[@]}")
for part in "$@"; do
    [[ " ${parts[*]} " = *" $part "* ]] || die "there is no part '$part': ${parts[*]}"
done
[ "$#" -eq 0 ] || parts=("$@")

prepare() {
    packaging/venv.sh runtime embedder dev || return
    packaging/pgvector/install.sh || return
    case " ${parts[*]} " in
        *" integration "* | *" web "* | *" browser "* | *" system "* | *" fleet "* | *" arm64 "*) packaging/model/build.sh >/dev/null || return ;;
    esac
}

run_pytest() { .venv/bin/python -m pytest --numprocesses "${PYTEST_WORKERS:-$(nproc)}" --dist loadfile "tests/$1"; }

# Two parts install the same packages: built once in a run.
built=""
built_amd64() {
    [ -n "$built" ] || packaging/build-deb.sh amd64 || return
    built=yes
}

run_part() {
    case $1 in
        lint) tools/lint.sh ;;
        integration) packaging/apt-deps.sh tests/integration/apt-packages.txt && run_pytest "$1" ;;
        unit | web | migrations) run_pytest "$1" ;;
        browser) packaging/apt-deps.sh tests/browser/apt-packages.txt && .venv/bin/python -m pytest tests/browser ;;
        system)
            packaging/apt-deps.sh tests/lab/apt-packages.txt && built_amd64 &&
                as_root env "PATH=$PATH" "INVENTORY_BUILD_CACHE=$BUILD_CACHE" PYTHONDONTWRITEBYTECODE=1 \
                    .venv/bin/python -m pytest -p no:cacheprovider tests/lab tests/system
            ;;
        fleet)
            packaging/apt-deps.sh tests/lab/apt-packages.txt tests/fleet/apt-packages.txt && built_amd64 &&
                as_root env "INVENTORY_BUILD_CACHE=$BUILD_CACHE" tests/fleet/run.sh
            ;;
        arm64) packaging/build-deb.sh arm64 && packaging/test-arm64.sh ;;
    esac
}

# timed PART - run it; a failure is remembered in $failures.
timed() {
    local started=$SECONDS
    say "$1"
    run_part "$1" || echo "$1" >>"$failures"
    say "$1 took $((SECONDS - started)) s"
}

# lane PART... - those of the parts that are wanted, one after another; each line says whose it is.
lane() {
    local part
    for part in "$@"; do
        if wanted "$part"; then timed "$part" 2>&1 | sed --unbuffered "s/^/[$part] /"; fi
    done
}

wanted() { [[ " ${parts[*]} " = *" $1 "* ]]; }

prepare || die "the test environment could not be made"
failures="$(mktemp)"
trap 'rm -f "$failures"' EXIT
for part in "${quick[@]}"; do
    if wanted "$part"; then timed "$part"; fi
done
if wanted system && wanted fleet; then
    # Booted hosts wait a lot, for services, networks and deadlines: two lanes use the time of one. What both need comes before.
    packaging/apt-deps.sh tests/lab/apt-packages.txt tests/fleet/apt-packages.txt || die "the lab's programs are missing"
    built_amd64 || die "there is nothing to install on hosts"
    lane system arm64 &
    lane fleet
    wait
else
    for part in "${slow[@]}"; do
        if wanted "$part"; then timed "$part"; fi
    done
fi
if [ -s "$failures" ]; then
    say "failed: $(paste -sd' ' "$failures")"
    exit 1
fi
say "all passed: ${parts[*]}"
