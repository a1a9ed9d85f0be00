#!/bin/bash
# clean.sh [--cache] - remove what this checkout made; with --cache the build cache, too.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../packaging/common.sh"
cd "$PROJECT"

if [ -e var/run.lock ] && ! flock --nonblock var/run.lock true; then
    die "this checkout is running: stop it with Ctrl-C first"
fi
rm -rf var .venv dist build ./*.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
if [ "${1:-}" = --cache ]; then
    say "removing $BUILD_CACHE"
    rm -rf --one-file-system "${BUILD_CACHE:?}"
elif [ -d "$BUILD_CACHE" ]; then
    say "the build cache stays: $BUILD_CACHE ($(du -sh "$BUILD_CACHE" 2>/dev/null | cut -f1)); make clean-cache removes it"
fi
