#!/bin/bash
# lint.sh - every linter over what git tracks; a warning is an error.
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../packaging/common.sh"
cd "$PROJECT" || exit 1
packaging/apt-deps.sh tools/apt-packages.txt || exit 1
bin=.venv/bin
failed=()

check() {
    local name=$1
    shift
    "$@" || failed+=("$name")
}

# Shell scripts by their first line, whatever their name; Debian's maintainer scripts are among them.
mapfile -t shell < <(git ls-files -z | xargs -0 grep -lIE '^#!.*\b(ba|da)?sh\b' | grep -v -e '\.md$' -e '\.py$')
mapfile -t yaml < <(git ls-files '*.yml' '*.yaml')

check ruff "$bin/ruff" check --quiet .
check ruff-format "$bin/ruff" format --check --quiet .
check mypy "$bin/mypy" --no-error-summary
check import-linter "$bin/lint-imports" --no-cache
check shellcheck shellcheck --external-sources "${shell[@]}"
[ "${#yaml[@]}" -eq 0 ] || check yamllint "$bin/yamllint" --strict "${yaml[@]}"
[ ! -d ansible ] || check ansible-lint "$bin/ansible-lint" --strict ansible
# lintian looks at built packages; packaging/build-deb.sh runs it on each build.

if [ "${#failed[@]}" -gt 0 ]; then
    say "lint: failed: ${failed[*]}"
    exit 1
fi
say "lint: clean"
