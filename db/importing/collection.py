"""Long loops over rows without the rounds of Python's garbage collector."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Hundreds of thousands of tuples without cycles: the collector would walk them, and the whole program, again and
    again for nothing, and every thread would wait for it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()  # else the first round would walk all of it at once
            gc.enable()
