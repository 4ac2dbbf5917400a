"""How a trial of safety is told: how often it was tried, how often it failed, and that it can fail at all."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One line. ``control``: of so many trials without what protects, how many failed, as they must."""

    name: str
    tried: int
    failed: int
    control: tuple[int, int] | None = None
    note: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing failed, and the negative control did."""
        return not self.failed and (self.control is None or self.control[1] > 0)

    def __str__(self) -> str:
        verdict = "ok" if self.good else "FAILED"
        control = "" if self.control is None else f"control {self.control[1]} of {self.control[0]} fail"
        return f"  {self.name:<64}{self.failed:>6} of {self.tried:<8} {verdict:<7} {control:<28} {self.note}".rstrip()


def tell(*results: Result) -> None:
    """Print the lines; ends the program with 1 where one is not good."""
    for one in results:
        print(one, flush=True)
    if not all(one.good for one in results):
        sys.exit(1)
