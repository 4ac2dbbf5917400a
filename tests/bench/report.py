"""How a figure is printed: what was found beside what is aimed at. Nothing here fails: clocks differ."""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def say(name: str, found: float, unit: str, aim: float | None = None, note: str = "") -> None:
    """One line: the figure, the aim (a most), and whether it is met."""
    aimed = "" if aim is None else f"aim <= {aim:g} {unit}  {'ok' if found <= aim else 'ABOVE'}"
    print(f"  {name:<58}{found:>9.2f} {unit:<3} {aimed:<26} {note}".rstrip(), flush=True)


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of the others does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def several(values: Sequence[float]) -> str:
    """Least and median of some seconds."""
    return f"min {min(values):.2f} s, median {statistics.median(values):.2f} s of {len(values)}"


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Append the seconds that the block took."""
    start = time.perf_counter()
    yield
    into.append(time.perf_counter() - start)


def often(work: Callable[[], object], times: int = 5) -> list[float]:
    """Seconds of each of several calls."""
    found: list[float] = []
    for _ in range(times):
        with timed(found):
            work()
    return found


def memory_mb() -> float:
    """What this process has in memory now; its peak where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return peak_mb()
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def peak_mb() -> float:
    """The most this process had in memory."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
