"""Where things lie in a checkout, for tests in whatever folder."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
SAMPLE = ROOT / "resources" / "samples" / "scale_ai.json"
