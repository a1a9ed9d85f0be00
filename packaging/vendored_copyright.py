#!/usr/bin/python3
"""Print the copyright file of a package of vendored libraries, from what their wheels say.

packaging/vendored_copyright.py TREE
"""

from __future__ import annotations

import sys
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

HEAD = """\
Copyright 2006-2026 the authors of each library, as its licence texts say.

This package holds the following Python libraries, unchanged as their publishers
put them on the Python Package Index (https://pypi.org/project/NAME/), without
tests and headers. The texts of the licences are in each library's own folder,
named below. Of the licences that several share, Debian has copies too:
/usr/share/common-licenses/Apache-2.0 and /usr/share/common-licenses/MPL-2.0.
"""
# Where a wheel keeps licence texts, within its .dist-info.
PATTERNS = ("licenses/**/*", "LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")


def licence_of(metadata: Message) -> str:
    """The licence in one line: its SPDX expression, else the short form older wheels have, else the classifiers."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    short = (metadata.get("License") or "").strip()
    if short and "\n" not in short and len(short) < 80:
        return short
    classifiers = metadata.get_all("Classifier") or []
    names = [line.rpartition("::")[2].strip() for line in classifiers if line.startswith("License ::")]
    return ", ".join(names) or "see the licence texts"


def entry(info: Path, root: Path) -> str:
    """The paragraph of one library."""
    metadata = HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
    texts = sorted({path for pattern in PATTERNS for path in info.glob(pattern) if path.is_file()})
    lines = [f"{metadata['Name']} {metadata['Version']}", f"  Licence: {licence_of(metadata)}"]
    lines += [f"  Text: /{path.relative_to(root)}" for path in texts]
    return "\n".join(lines) + "\n"


def main(tree: Path) -> None:
    root = next(parent for parent in tree.parents if parent.parent.name == "debian")
    print(HEAD)
    print("\n".join(entry(info, root) for info in sorted(tree.glob("*.dist-info"))))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(f"usage: {sys.argv[0]} TREE")
    main(Path(sys.argv[1]))
