"""The real embedding model, from the build cache; made by packaging/model/build.sh when it is missing."""

from __future__ import annotations

import subprocess
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def model_dir() -> Path:
    """The folder of the model. The first call on a new machine takes minutes."""
    build = subprocess.run(
        [ROOT / "packaging" / "model" / "build.sh"], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    return Path(build.stdout.splitlines()[-1])
