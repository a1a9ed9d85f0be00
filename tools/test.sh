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
parts=(lint unit integration web migrations browser system fleet arm64)
[ "$#" -eq 0 ] || parts=("$@")

prepare() {
    packaging/venv.sh runtime embedder dev || return
    packaging/pgvector/install.sh || return
    case " ${parts[*]} " in
        *" integration "* | *" web "* | *" browser "* | *" system "* | *" fleet "* | *" arm64 "*) packaging/model/build.sh >/dev/null || return ;;
    esac
}

run_pytest() { .venv/bin/python -m pytest --numprocesses "${PYTEST_WORKERS:-$(nproc)}" --dist loadfile "tests/$1"; }

# Two parts install the same packages: they are built once in a run.
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
        *) die "there is no part '$1': lint unit integration web migrations browser system fleet arm64" ;;
    esac
}

prepare || die "the test environment could not be made"
failed=()
for part in "${parts[@]}"; do
    say "$part"
    started=$SECONDS
    run_part "$part" || failed+=("$part")
    say "$part took $((SECONDS - started)) s"
done
if [ "${#failed[@]}" -gt 0 ]; then
    say "failed: ${failed[*]}"
    exit 1
fi
say "all passed: ${parts[*]}"
