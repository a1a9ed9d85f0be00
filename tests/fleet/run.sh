#!/bin/bash
# run.sh [SCENARIO...] - molecule's scenarios (default: all of them), then the tests of single roles. As root; wants dist/ built and
# .venv made: `tools/test.sh fleet` does both.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../../packaging/common.sh"
cd "$PROJECT/ansible"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
export PATH="$PROJECT/.venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PY_COLORS=0 NO_COLOR=1
export INVENTORY_FLEET_REPOSITORY="$work/repository" INVENTORY_BUILD_CACHE="$BUILD_CACHE"
# pytest of molecule's verifier: the project's own imports
export PYTHONPATH="$PROJECT" PYTEST_ADDOPTS="-p no:cacheprovider"

failed=()
scenarios=("$@")
[ "${#scenarios[@]}" -gt 0 ] || scenarios=(default fleet roles)
for scenario in "${scenarios[@]}"; do
    rm -rf "$work/repository"
    "$PROJECT/packaging/apt-repo.sh" "$PROJECT/dist/amd64" "$work/repository"
    if [ "$scenario" = roles ]; then
        (cd "$PROJECT" && python -m pytest tests/fleet) || failed+=("$scenario")
    else
        molecule test --scenario-name "$scenario" || failed+=("$scenario")
    fi
done
[ "${#failed[@]}" -eq 0 ] || die "fleet: failed: ${failed[*]}"
