#!/bin/bash
# bench.sh - measure what the product promises: medians, and ratios within one run. Prints a line a figure, with its goal.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../packaging/common.sh"
cd "$PROJECT" || exit 1
packaging/pgvector/install.sh || exit 1
packaging/model/build.sh >/dev/null || exit 1

failed=()
for part in embedder search_speed memory start_up size search_quality; do
    say "bench: $part"
    .venv/bin/python -m "bench.$part" || failed+=("$part")
done
if [ "${#failed[@]}" -gt 0 ]; then
    say "bench: not reached: ${failed[*]}"
    exit 1
fi
