"""The least share of lines and branches that all tests together run, by house: printed, and held."""

import io
from dataclasses import dataclass

from coverage import Coverage

#: Percent, as ``coverage report`` counts them. What is missing is mostly what a test cannot bring about.
FLOORS = {"db": 96.0, "desktop": 90.0}


@dataclass(frozen=True)
class Covered:
    """What was run of one house."""

    house: str
    percent: float

    @property
    def enough(self):
        return self.percent >= FLOORS[self.house]

    def __str__(self):
        verdict = "" if self.enough else ": BELOW"
        return f"{self.house}: {self.percent:.1f} % of lines and branches (floor {FLOORS[self.house]:g} %){verdict}"


def covered():
    """What the tests just run have covered."""
    coverage = Coverage()
    coverage.load()
    return [Covered(house, coverage.report(include=f"{house}/*", file=io.StringIO())) for house in FLOORS]
