#!/bin/bash
# build.sh ARCH - backport Debian's pgvector to Bookworm's PostgreSQL 15.
#
# Prints the path of the .deb, which lies in the build cache (pgvector/ARCH/). A cached one is used again.
# arm64 on amd64 is cross-built: seconds, where a build under qemu-user takes half an hour.
# Installs what building needs (apt-pgvector-deps.txt, apt-cross-deps.txt) when there is something to build.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../common.sh"

arch="${1:-$(dpkg --print-architecture)}"
known_arch "$arch"
pg=15
sources="$BUILD_CACHE/pgvector/source"
# The recipe's own hash names the result, so that a change here builds anew.
recipe="$(cat "$here/build.sh" "$here/sources.txt" | sha256sum | cut -c1-12)"
out="$BUILD_CACHE/pgvector/$arch"

# fetch_file FILE SHA256 SHA1 - into $sources; verified; false when no server has it.
fetch_file() {
    local file=$1 sha256=$2 sha1=$3 url
    echo "$sha256  $sources/$file" | sha256sum --check --status 2>/dev/null && return 0
    for url in "http://deb.debian.org/debian/pool/main/p/pgvector/$file" "https://snapshot.debian.org/file/$sha1"; do
        curl --fail --silent --location --max-time 120 --retry 2 -o "$sources/$file.part" "$url" || continue
        if echo "$sha256  $sources/$file.part" | sha256sum --check --status; then
            mv "$sources/$file.part" "$sources/$file"
            return 0
        fi
        say "$url is not the file we pinned: passed over"
    done
    rm -f "$sources/$file.part"
    return 1
}

# fetch_version VERSION - all files of that source package.
fetch_version() {
    local version file sha256 sha1
    while read -r version file sha256 sha1; do
        [ "$version" = "$1" ] || continue
        fetch_file "$file" "$sha256" "$sha1" || return 1
    done < <(grep -v '^#' "$here/sources.txt")
}

# newest_source - fetches the newest version that can be had and prints it.
newest_source() {
    local version
    mkdir -p "$sources"
    while read -r version; do
        if fetch_version "$version"; then
            echo "$version"
            return
        fi
        say "pgvector $version cannot be fetched, trying the next"
    done < <(grep -v '^#' "$here/sources.txt" | cut -d' ' -f1 | uniq)
    die "no source of pgvector could be fetched (deb.debian.org, snapshot.debian.org)"
}

# backport_tree DIR VERSION - what a Debian backporter does by hand.
backport_tree() {
    local tree=$1 version=$2 date
    # A second after Debian's entry, not the time of this build: it becomes SOURCE_DATE_EPOCH, so two builds are the same bytes.
    date="$(date --utc --rfc-email --date "$(dpkg-parsechangelog -l "$tree/debian/changelog" -S Date) 1 second")"
    {
        printf 'pgvector (%s~bpo12+1) bookworm; urgency=medium\n\n  * Backport to Bookworm (PostgreSQL %s) for inventory.\n\n' \
            "$version" "$pg"
        printf ' -- inventory packagers <packages@inventory.invalid>  %s\n\n' "$date"
        cat "$tree/debian/changelog"
    } >"$tree/changelog.new"
    mv "$tree/changelog.new" "$tree/debian/changelog"
    # Bookworm has no such package; both of our architectures are 64-bit.
    sed -i '/architecture-is-64-bit/d' "$tree/debian/control.in"
    (cd "$tree" && PG_SUPPORTED_VERSIONS=$pg pg_buildext updatecontrol)
}

# cross_flags DIR - prints the make variables that turn PGXS to arm64. PGXS itself knows nothing of cross-building:
# the headers come from the arm64 package (pg_config.h differs; a relative path, as it ends up in the result), compilers from Debian's cross toolchain.
cross_flags() {
    local work=$1 host_version
    host_version="$(dpkg-query -W -f '${Version}' postgresql-server-dev-$pg)"
    fetch_foreign_headers "$work" "$host_version"
    printf '#!/bin/sh\nexec clang-14 --target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include "$@"\n' >"$work/clang"
    chmod 755 "$work/clang"
    echo "CC=aarch64-linux-gnu-gcc CLANG=$work/clang PG_CPPFLAGS=-I../headers/usr/include/postgresql/$pg/server"
}

# plain_dependencies TREE - dpkg-shlibdeps writes "libc6:arm64" when it finds the cross toolchain's libc; on an arm64
# machine the dependency is plain "libc6".
plain_dependencies() {
    printf '\noverride_dh_shlibdeps:\n\tdh_shlibdeps\n\tsed -i s/:arm64//g debian/*.substvars\n' >>"$1/debian/rules"
}

# fetch_foreign_headers DIR VERSION - the arm64 postgresql-server-dev, unpacked in DIR/headers. An apt state of its own
# knows arm64, so the machine's list of architectures and its sources stay as they are.
fetch_foreign_headers() {
    local work=$1 version=$2 apt
    apt="$work/apt"
    mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$work/headers"
    local options=(-o "APT::Architecture=arm64" -o "APT::Architectures::=arm64" -o "Dir::State=$apt/state"
        -o "Dir::State::status=/dev/null" -o "Dir::Cache=$apt/cache" -o "Dir::Etc::sourceparts=/dev/null"
        -o "Dir::Etc::sourcelist=$apt/sources.list" -o "APT::Sandbox::User=root" -o "Acquire::Languages=none")
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s main\n' \
        "http://deb.debian.org/debian bookworm" "http://deb.debian.org/debian-security bookworm-security" \
        >"$apt/sources.list"
    apt-get "${options[@]}" -qq update >&2
    (cd "$apt" && apt-get "${options[@]}" -qq download "postgresql-server-dev-$pg=$version" >&2) ||
        (cd "$apt" && apt-get "${options[@]}" -qq download "postgresql-server-dev-$pg" >&2) ||
        die "postgresql-server-dev-$pg for arm64 could not be fetched"
    dpkg-deb -x "$apt"/postgresql-server-dev-$pg*.deb "$work/headers"
}

build() {
    local work version tree flags="" libraries="" host
    host="$(dpkg --print-architecture)"
    [ "$arch" = "$host" ] || [ "$arch" = arm64 ] || die "on $host, pgvector can be built for $host only"
    "$here/../apt-deps.sh" "$here/../apt-pgvector-deps.txt"
    [ "$arch" = "$host" ] || "$here/../apt-deps.sh" "$here/../apt-cross-deps.txt"
    work="$(mktemp -d)"
    # shellcheck disable=SC2064  # expand now: $work is local
    trap "rm -rf '$work'" EXIT
    version="$(newest_source)"
    tree="$work/pgvector"
    dpkg-source --no-check -x "$sources/pgvector_$version.dsc" "$tree" >/dev/null
    backport_tree "$tree" "$version"
    say "building postgresql-$pg-pgvector $version~bpo12+1 for $arch"
    if [ "$arch" != "$host" ]; then
        flags="$(cross_flags "$work")"
        plain_dependencies "$tree"
        libraries=/usr/aarch64-linux-gnu/lib # where dpkg-shlibdeps finds arm64's libc
    fi
    # The regression tests want a PostgreSQL server of the same architecture: tests/migrations and the arm64 test use the
    # built package instead. -d: the build dependencies of Bookworm are those in apt-pgvector-deps.txt.
    (cd "$tree" && env -u MAKEFLAGS ${flags:+"MAKEFLAGS=$flags"} ${libraries:+"LD_LIBRARY_PATH=$libraries"} \
        PG_SUPPORTED_VERSIONS=$pg DEB_BUILD_OPTIONS="nocheck noautodbgsym" DEB_BUILD_PROFILES=nocheck \
        dpkg-buildpackage -b -uc -us -d -a "$arch") >"$work/log" 2>&1 || {
        tail -40 "$work/log" >&2
        die "building pgvector failed; the end of its log is above"
    }
    mkdir -p "$out"
    rm -f "$out"/*.deb "$out"/recipe-*
    mv "$work"/postgresql-$pg-pgvector_*.deb "$out/"
    touch "$out/recipe-$recipe"
}

take_lock "pgvector-$arch"
if ! [ -e "$out/recipe-$recipe" ]; then build; fi
ls "$out"/*.deb
