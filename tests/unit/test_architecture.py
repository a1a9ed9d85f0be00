"""The folder shows the architecture; these tests hold it: who may import whom, and how large a file may grow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODEL_LIBRARIES = ("torch", "transformers", "sentence_transformers", "onnxruntime", "tokenizers")


def test_rooms_import_only_what_lies_below_them() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-2000:]


def test_the_web_process_loads_no_model_library() -> None:
    code = (
        "import sys, importlib; import inventory.app as app\n"
        "[importlib.import_module(name) for name in app.BLUEPRINTS]\n"
        f"print([name for name in {MODEL_LIBRARIES!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_embedder_loads_no_web_framework() -> None:
    code = "import sys, inventory.embedding.commands, inventory.embedding.server; print('flask' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "inventory").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400, "a room has grown into two: split the file"


def test_templates_hold_no_inline_script_or_style() -> None:
    """The content security policy would silently drop them."""
    for path in (ROOT / "inventory" / "templates").rglob("*.html"):
        text = path.read_text()
        assert "style=" not in text, path
        assert "<style" not in text, path
        assert "onclick=" not in text and "javascript:" not in text, path
        assert "http://" not in text and "https://" not in text.replace("https://localhost", ""), path
