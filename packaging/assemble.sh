#!/bin/bash
# assemble.sh ARCH GROUP TARGET - unpack the wheels of packaging/locks/GROUP-ARCH.txt into the folder TARGET.
#
# Uses no network (fetch-wheels.sh was there before) and runs nothing of the other architecture. What a device never needs is
# left out: tests, headers, static libraries, type stubs, console scripts. Shared objects stay byte for byte as published:
# stripping or dwz breaks those that patchelf has touched.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

[ "$#" = 3 ] || die "usage: assemble.sh ARCH GROUP TARGET"
arch=$1 group=$2 target=$3
known_arch "$arch"
lock="$here/locks/$group-$arch.txt"
wheels="$BUILD_CACHE/wheels/$arch"
[ -d "$wheels" ] || die "no wheels in $wheels: run packaging/fetch-wheels.sh $arch first"

unpack() {
    local platforms
    mapfile -t platforms < <(platform_options "$arch")
    # --isolated: nobody's pip settings reach a package.
    "$(pip_program)" --isolated install --quiet --disable-pip-version-check --no-index --find-links "$wheels" --no-deps \
        --no-compile --no-warn-conflicts --only-binary=:all: --require-hashes "${platforms[@]}" \
        --target "$target" -r "$lock" ||
        die "the wheels of $group for $arch are not all in $wheels: run packaging/fetch-wheels.sh $arch $group"
}

trim() {
    # Console scripts (they name the builder's Python), and the caches of whoever ran something here.
    rm -rf "${target:?}/bin"
    find "$target" -depth -type d \( -name tests -o -name __pycache__ -o -path "*/joblib/test" -o -path "*/sympy/benchmarks" \) -exec rm -rf {} +
    find "$target" -type f \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.a' -o -name '*.h' -o -name '*.hpp' \
        -o -name '*.c' -o -name '*.cpp' -o -name '*.cmake' -o -name py.typed -o -name .gitattributes \) -delete
    # torch's protocol compiler; torch_shm_manager beside it is looked for at import.
    rm -f "$target"/torch/bin/protoc*
    rm -rf "${target:?}/torch/include" "$target/torch/share" "$target/sqlalchemy/testing" "$target/onnxruntime/transformers" \
        "$target/onnxruntime/quantization" "$target/onnxruntime/tools" "$target/onnxruntime/datasets"
    find "$target" -depth -type d -empty -delete
}

# A module is never run as a script here: a "#!" line would only name somebody else's Python.
drop_shebangs() {
    local file
    while IFS= read -r file; do sed -i '1s/^#!.*//' "$file"; done < <(
        find "$target" -name '*.py' -exec grep -lZ -m1 '^#!' {} + | xargs -0 --no-run-if-empty awk 'FNR == 1 && /^#!/ { print FILENAME }'
    )
}

# No file may be changed by anyone but root on the device, and all can be read.
fix_modes() {
    find "$target" -type d -exec chmod 755 {} +
    find "$target" -type f -exec chmod 644 {} +
    # A program that torch starts.
    if [ -e "$target/torch/bin/torch_shm_manager" ]; then chmod 755 "$target/torch/bin/torch_shm_manager"; fi
}

mkdir -p "$target"
unpack
trim
drop_shebangs
fix_modes
"$here/check_elf_alignment.py" "$target"
