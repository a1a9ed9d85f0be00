#!/bin/bash
# install.sh - make the vector extension available to this machine's PostgreSQL 15: build the package and install it.
# Does nothing when the extension is there, whoever brought it.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../common.sh"

[ ! -e /usr/share/postgresql/15/extension/vector.control ] || exit 0
deb="$("$here/build.sh" | tail -1)"
say "installing $(basename "$deb")"
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$deb" >/dev/null
