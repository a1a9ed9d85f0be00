#!/usr/bin/python3
"""Refuse shared objects that a kernel with 16 KiB pages (Raspberry Pi 5) cannot map.

    packaging/check_elf_alignment.py PATH...      (folders, wheels or .so files)

The loader maps each PT_LOAD segment at a page boundary: its alignment must be at least the page size. Only aarch64
objects are judged. Exit status 1 names every object that fails.
"""

from __future__ import annotations

import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

PAGE = 16 * 1024  # bytes
PT_LOAD = 1
AARCH64 = 183


def load_alignments(data: bytes) -> list[int]:
    """Alignments in bytes of the PT_LOAD segments of an aarch64 ELF64 object; none for any other file."""
    if data[:6] != b"\x7fELF\x02\x01" or struct.unpack_from("<H", data, 18)[0] != AARCH64:
        return []
    (offset,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    headers = (offset + size * number for number in range(count))
    return [
        struct.unpack_from("<Q", data, header + 48)[0]
        for header in headers
        if struct.unpack_from("<I", data, header)[0] == PT_LOAD
    ]


def objects(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files in a folder, in a wheel, or of the file itself."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and not inner.is_symlink():
                yield str(inner), inner.read_bytes()
    elif path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            for name in wheel.namelist():
                with wheel.open(name) as member:
                    if member.read(4) == b"\x7fELF":
                        yield f"{path.name}: {name}", wheel.read(name)
    else:
        yield str(path), path.read_bytes()


def main(paths: list[str]) -> int:
    seen, bad = 0, []
    for path in paths:
        for name, data in objects(Path(path)):
            alignments = load_alignments(data)
            seen += bool(alignments)
            if alignments and min(alignments) < PAGE:
                bad.append(f"{name}: LOAD alignment {min(alignments):#x}")
    for line in bad:
        print(line, file=sys.stderr)
    print(f"{seen} aarch64 objects, {len(bad)} below {PAGE // 1024} KiB alignment", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
