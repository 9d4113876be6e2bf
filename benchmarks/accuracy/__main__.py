"""`python -m benchmarks.accuracy`: the score card of each set of annotated releases (docs/accuracy.md has it with an ablation).

The sample releases of the package are scored against `tests/gold/samples`; annotated real releases beside the checkout
(`../shared/gold`, texts in `../shared/releases`) are scored when they are there, and it is said when they are not.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def main() -> int:
    """Print a table for each set; 0 when all were scored."""
    sets = [("the sample releases", ROOT / "tests" / "gold" / "samples", [ROOT / "data" / "releases"])]
    if SHARED.is_dir():
        sets.append(("the real releases beside the checkout", SHARED / "gold", [SHARED / "releases" / "dev"]))
    else:
        print("no annotated real releases beside the checkout: only the samples are scored\n")
    codes = [_score(title, gold, paths) for title, gold, paths in sets]
    return max(codes)


def _score(title: str, gold: Path, paths: list[Path]) -> int:
    print(f"{title}, against {gold.relative_to(ROOT.parent)}\n", flush=True)
    code = subprocess.run([sys.executable, "-m", "triplewire", "score", "--gold", gold, *paths], check=False).returncode
    print()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
