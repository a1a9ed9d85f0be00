#!/bin/bash
# install.sh - build postgresql-15-pgvector for this machine if need be, and install it. Nothing to do: returns at once.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../common.sh"

# A newer one, from whatever repository, serves too.
installed="$(dpkg-query -W -f '${db:Status-Status} ${Version}' postgresql-15-pgvector 2>/dev/null || true)"
if [ "${installed%% *}" = installed ] && dpkg --compare-versions "${installed#* }" ge 0.8.0; then exit 0; fi
deb="$("$here/build.sh" "$(dpkg --print-architecture)")"
say "installing $(basename "$deb")"
# _apt cannot read a package in root's cache, and would say so in a warning.
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -o Dpkg::Use-Pty=0 -o APT::Sandbox::User=root "$deb" >&2
