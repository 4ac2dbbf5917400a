"""One rhythm: what stands beside or below something is 4, 8, 16 or 24 pixels away from it, or touches it."""

import re
from pathlib import Path

import desktop

ROOMS = ("dialogs", "entry", "frame", "importing", "inspector", "pages", "widgets")
STEPS = {"0", "4", "8", "16", "24"}


def test_spacing_keeps_to_its_steps() -> None:
    found = []
    for room in ROOMS:
        for path in sorted((Path(desktop.__file__).parent / room).rglob("*.py")):
            for said in re.findall(r"\.set(?:ContentsMargins|\w*Spacing)\(([\d, ]+)\)", path.read_text("utf-8")):
                found += [(path.name, said)] if set(said.replace(" ", "").split(",")) - STEPS else []
    assert found == []
