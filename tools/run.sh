#!/bin/bash
# run.sh - `make run`: install what is missing, then hand over to tools/run (Python).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../packaging/common.sh"
cd "$PROJECT"

packaging/venv.sh runtime embedder
packaging/pgvector/install.sh
model="$(packaging/model/build.sh | tail -1)"
exec .venv/bin/python -m tools.run "$model"
