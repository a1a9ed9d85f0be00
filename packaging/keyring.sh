#!/bin/bash
# keyring.sh [EXPORT_FILE] - the key that signs this builder's package repository; made at the first call.
#
# Prints the key's fingerprint; writes the public key to EXPORT_FILE. The private key stays in the build cache (gnupg/), never in
# the checkout: whoever builds signs with a key of their own.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

fingerprint() { gpg --batch --with-colons --list-secret-keys 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }'; }

take_lock gnupg
mkdir -p "$BUILD_CACHE/gnupg"
chmod 700 "$BUILD_CACHE/gnupg"
use_keyring
if [ -z "$(fingerprint)" ]; then
    say "making the key of the package repository in $BUILD_CACHE/gnupg"
    gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
        --quick-generate-key "inventory package repository <packages@inventory.invalid>" rsa3072 sign never 2>/dev/null ||
        die "gpg could not make a key in $BUILD_CACHE/gnupg"
fi
fingerprint
if [ -n "${1:-}" ]; then gpg --batch --export "$(fingerprint)" >"$1"; fi
