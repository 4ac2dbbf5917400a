"""One piece of background work: what is to be done, who hears of it, and how it is stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from db.errors import LedgerError
from db.model.progress import Progress

if TYPE_CHECKING:
    from db.ledger import Ledger

T = TypeVar("T")

#: Seconds between two progress reports that reach the window.
_PROGRESS_EVERY = 0.1


class Task(Progress, Generic[T]):
    """One piece of background work, to be cancelled or watched by whoever started it."""

    def __init__(
        self,
        work: Callable[[Ledger, Progress], T],
        done: Callable[[T], None] | None,
        failed: Callable[[LedgerError], None] | None,
        progress: Callable[[int, int], None] | None,
        key: str,
        *,
        patient: bool = False,
    ) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self.progress = progress
        self.key = key
        self.patient = patient  # it makes way for every other task, and starts again afterwards
        self.result: T | None = None
        self.error: BaseException | None = None
        self.opens = False  # opens its worker's ledger
        self.alone = False  # needs none
        self.number = 0  # in the order of the worker's queue
        self.void = False  # nobody is to hear of it
        self.making_way = False
        self._cancelled = threading.Event()
        self._shown = 0.0
        self.deliver: Callable[[Task[Any], tuple[int, int] | None], None] | None = None

    def cancel(self) -> None:
        """Stop it as soon as it looks; what it had written is rolled back, and nothing is delivered."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether it is to stop."""
        return self.making_way or self.given_up

    @property
    def given_up(self) -> bool:
        """Whether nobody wants its result any more; one that makes way begins again, and one that is done is done."""
        return self._cancelled.is_set()

    def _show(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.deliver and self.progress and (now - self._shown >= _PROGRESS_EVERY or done >= total):
            self._shown = now
            self.deliver(self, (done, total))
