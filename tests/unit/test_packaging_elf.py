"""The check that keeps libraries out that a kernel with 16 KiB pages cannot map."""

import importlib.util
import struct
import zipfile
from pathlib import Path

import pytest

# By its path: the folder has the name of a library, `packaging`.
_SPEC = importlib.util.spec_from_file_location(
    "check_elf_alignment", Path(__file__).parents[2] / "packaging" / "check_elf_alignment.py"
)
assert _SPEC and _SPEC.loader
check = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(check)

AARCH64, X86_64 = 183, 62


def shared_object(*alignments: int, machine: int = AARCH64) -> bytes:
    """An ELF64 header with one PT_LOAD program header for each alignment, and one that is not PT_LOAD."""
    header = b"\x7fELF\x02\x01\x01" + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 3, machine, 1, 0, 64, 0, 0, 64, 56, len(alignments) + 1, 0, 0, 0)
    segments = [struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, 0, 0, align) for align in alignments]
    return header + b"".join(segments) + struct.pack("<IIQQQQQQ", 4, 4, 0, 0, 0, 0, 0, 4)


def test_only_segments_that_are_loaded_count() -> None:
    assert check.load_alignments(shared_object(0x10000, 0x4000)) == [0x10000, 0x4000]


@pytest.mark.parametrize("data", [b"", b"text", shared_object(0x1000, machine=X86_64)])
def test_other_files_are_not_judged(data: bytes) -> None:
    assert check.load_alignments(data) == []


def test_one_small_segment_fails_the_folder_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.so").write_bytes(shared_object(0x10000))
    assert check.main([str(tmp_path)]) == 0
    (tmp_path / "bad.so").write_bytes(shared_object(0x10000, 0x1000))
    assert check.main([str(tmp_path)]) == 1
    assert "bad.so: LOAD alignment 0x1000" in capsys.readouterr().err


def test_wheels_are_looked_into(tmp_path: Path) -> None:
    wheel = tmp_path / "library-1.0-cp311-cp311-manylinux_2_28_aarch64.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("library/_speedups.so", shared_object(0x1000))
    assert check.main([str(wheel)]) == 1
