"""`python -m benchmarks`: speed, then accuracy."""

from __future__ import annotations

import subprocess
import sys

if __name__ == "__main__":
    codes = [subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], check=False).returncode for part in ("speed", "accuracy")]
    raise SystemExit(max(codes))
