#!/bin/bash
# apt-deps.sh LIST... - install the Debian packages of these list files that are missing.
#
# As root or with sudo, with or without systemd. Touches neither apt nor the network when nothing is missing.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

# missing LIST... - the packages of the lists that are not installed.
missing() {
    local package
    while read -r package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done < <(grep -hv -e '^#' -e '^$' "$@" | sort -u)
}

[ "$#" -gt 0 ] || die "usage: apt-deps.sh LIST..."
command -v dpkg-query >/dev/null || die "this needs Debian 12: dpkg is not here"
mapfile -t wanted < <(missing "$@")
[ "${#wanted[@]}" -gt 0 ] || exit 0
say "installing from Debian: ${wanted[*]}"
install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends
    -o Dpkg::Use-Pty=0 -o APT::Get::Assume-Yes=true "${wanted[@]}")
# A fresh machine has no package lists yet, an old one stale lists: renew them when the first try fails.
if ! as_root "${install[@]}" >&2; then
    say "trying again with fresh package lists"
    as_root apt-get update >&2
    as_root "${install[@]}" >&2 || die "apt could not install: ${wanted[*]}"
fi
mapfile -t wanted < <(missing "$@")
[ "${#wanted[@]}" -eq 0 ] || die "still missing after apt: ${wanted[*]}"
