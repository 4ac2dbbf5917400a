"""Background work: the only threading code.

The GUI thread holds no connection. Two threads have a ledger each: one writes, one operation at a time; one reads, and
sees committed data only. A request goes in as a function of the ledger; its result comes back to a callback in the GUI
thread. A slot of a QObject that lives there does the hand-over: PySide6 would run a plain function in the thread that
emitted the signal.
"""

from __future__ import annotations

import contextlib
import inspect
import itertools
import logging
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from db.errors import CancelledError, LedgerError, WorldError, known
from db.model.progress import Progress
from desktop.session.task import Task

if TYPE_CHECKING:
    from db.ledger import Ledger

T = TypeVar("T")
log = logging.getLogger(__name__)

#: Seconds that a commit waits for a read to make way before it competes with it.
_MAKES_WAY_WITHIN = 0.05


class Worker(threading.Thread):
    """A thread with a ledger of its own, working off a queue."""

    def __init__(self, name: str, deliver: Callable[[Task[Any], tuple[int, int] | None], None], *, reads: bool) -> None:
        super().__init__(name=name, daemon=True)
        self._reads = reads
        self.ledger: Ledger | None = None
        #: Whether another program seems to have written into the file just now; any thread may ask.
        self.suspect: Callable[[], bool] = _trusting
        self._deliver = deliver
        self._queue: deque[Task[Any]] = deque()
        self._condition = threading.Condition()
        self._running: Task[Any] | None = None
        self._stopping = False
        self._resting = False
        self._last: Callable[[Ledger], object] | None = None
        self._numbers = itertools.count(1)
        # The last task of each key until its result is handed over: queued, running, or on its way to the GUI thread.
        self._latest: weakref.WeakValueDictionary[str, Task[Any]] = weakref.WeakValueDictionary()

    def open_with(self, make: Callable[[], Ledger | None], task: Task[Any], *, keep: bool) -> None:
        """Queue the opening of a ledger; ``task`` is delivered as any other.

        ``keep``: what was open stays open if the new one cannot be.
        """

        def work(_ledger: Ledger | None, _progress: Progress) -> None:
            made = make() if keep else None
            if self.ledger is not None:
                self.ledger.close()
                self.ledger = None
            self.ledger = made if keep else make()
            self._void_before(task)

        task.work = work
        task.opens = True
        self.submit(task)

    def _void_before(self, task: Task[Any]) -> None:
        """What was asked of the ledger that was open before, and had to wait, is of no use to anybody."""
        with self._condition:
            for other in self._queue:
                if other.number < task.number:
                    other.cancel()

    def submit(self, task: Task[Any]) -> None:
        """Queue a task; one with the same key that has not been delivered yet is cancelled."""
        with self._condition:
            if task.key:
                earlier = self._latest.get(task.key)
                if earlier is not None:
                    earlier.cancel()
                    if earlier is self._running and self.ledger is not None:
                        self.ledger.interrupt()
                self._latest[task.key] = task
            running = self._running
            if running is not None and running.patient and not (task.patient or running.cancelled):
                running.making_way = True
                if self.ledger is not None:
                    self.ledger.interrupt()
            task.number = next(self._numbers)
            task.deliver = self._deliver
            self._queue.append(task)
            self._condition.notify()

    @contextlib.contextmanager
    def resting(self) -> Iterator[None]:
        """For another thread: nothing new is begun meanwhile, and what a view reads makes way and starts again.

        A commit has to wait for every statement that reads the file, and a large page is read longer than it takes
        to save.
        """
        with self._condition:
            self._resting = True
            deadline = time.monotonic() + _MAKES_WAY_WITHIN
            while self._makes_way() and time.monotonic() < deadline:
                self._condition.wait(0.002)
        try:
            yield
        finally:
            with self._condition:
                self._resting = False
                self._condition.notify_all()

    def serve(self) -> None:
        """For the task that runs, between two of its steps: do first what has been asked meanwhile.

        Raises :class:`CancelledError` where there is no next step: nobody wants its result any more, or the ledger is
        to be closed.
        """
        while True:
            with self._condition:
                running = self._running
                ends = self._stopping or any(one.opens for one in self._queue)
                if ends or (running is not None and running.given_up):
                    raise CancelledError
                if not self._queue:
                    return
                task = self._running = self._next()
            try:
                self._do(task)
            finally:
                with self._condition:
                    self._running = running
                    self._condition.notify_all()

    def _makes_way(self) -> bool:
        """Stop what runs if it can be begun again: what has a key is void anyway when it is asked for anew."""
        running = self._running
        if running is None or self.ledger is None or not (running.key or running.patient):
            return False
        running.making_way = True
        self.ledger.interrupt()
        return True

    def stop(self, last: Callable[[Ledger], object] | None = None) -> None:
        """Finish what runs, drop the rest, do the ``last``, close the ledger, end the thread."""
        with self._condition:
            self._stopping, self._last = True, last
            for task in self._queue:
                task.cancel()
            self._queue.clear()
            self._condition.notify()

    def interrupt(self) -> None:
        """Cancel what runs now."""
        with self._condition:
            if self._running is not None and self.ledger is not None:
                self._running.cancel()
                self.ledger.interrupt()

    @property
    def idle(self) -> bool:
        """Whether nothing is queued or running."""
        with self._condition:
            return not self._queue and self._running is None

    def run(self) -> None:
        """Work until stopped."""
        while True:
            with self._condition:
                self._running = None
                self._condition.notify_all()
                while (self._resting or not self._queue) and not self._stopping:
                    self._condition.wait()
                if self._stopping:
                    break
                task = self._running = self._next()
            self._do(task)
            del task
        if self.ledger is not None:
            if self._last is not None:
                try:
                    self._last(self.ledger)
                except LedgerError as error:  # there is no window any more that could say it
                    log.warning("at the end: %s", error.code)
            self.ledger.close()
            self.ledger = None

    def _next(self) -> Task[Any]:
        task = next((one for one in self._queue if not one.patient), self._queue[0])
        self._queue.remove(task)
        return task

    def _do(self, task: Task[Any]) -> None:
        try:
            if task.cancelled:
                raise CancelledError
            if self.ledger is None and not (task.opens or task.alone):
                task.void = self._reads  # a view that asks while the ledger is being closed wants no answer
                raise WorldError("ledger.closed")
            # None is only given to a task that opens.
            task.result = task.work(self.ledger, task)  # type: ignore[arg-type]
        except LedgerError as error:
            task.error = self._known(error, task) if error.code == "ledger.damaged" else error
        except BaseException as error:  # noqa: BLE001 - handed to the GUI thread, which sorts it
            # A statement that was interrupted fails with an error of its own; one that meets damage does too.
            task.error = CancelledError() if task.cancelled else self._known(error, task)
        with self._condition:
            stopped, task.making_way = task.making_way and task.error is not None, False
            if stopped:
                task.error = None
                if not task.cancelled and not self._stopping:
                    (self._queue.append if task.patient else self._queue.appendleft)(task)
        if not stopped:
            self._deliver(task, None)

    def _known(self, error: BaseException, task: Task[Any]) -> BaseException:
        if self.ledger is None:
            return error
        another = self._reads and self.suspect()
        if another and task.key:
            return CancelledError()  # a view goes on showing what it shows, until the file is looked at
        return known(error, self.ledger.path, another=another)


class Tasks(QObject):
    """The two workers, and the hand-over of what they found to the GUI thread."""

    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self.reader = Worker("headwater-reader", self._from_worker, reads=True)
        self.writer = Worker("headwater-writer", self._from_worker, reads=False)
        self.reader.start()
        self.writer.start()

    def open(
        self,
        worker: Worker,
        make: Callable[[], Ledger | None],
        done: Callable[[None], None],
        failed: Callable[[LedgerError], None],
    ) -> None:
        """Open a worker's ledger with ``make``, run in its thread."""
        worker.open_with(make, Task(_nothing, done, failed, None, ""), keep=worker is self.reader)

    def leave(self, done: Callable[[None], None]) -> None:
        """Close the ledgers of both workers; ``done`` follows when the writer has let go of its own."""
        for worker, after in ((self.reader, None), (self.writer, done)):
            worker.open_with(_no_ledger, Task(_nothing, after, None, None, ""), keep=False)

    def read(
        self,
        work: Callable[[Ledger, Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[LedgerError], None] | None = None,
        *,
        key: str = "",
        progress: Callable[[int, int], None] | None = None,
        patient: bool = False,
    ) -> Task[T]:
        """Read in the background. A later read with the same ``key`` makes an earlier one void.

        One with a key makes way for a commit and starts again after it, so it must do nothing but read.

        ``patient`` is for long work nobody waits for: any other read stops it, and it starts again when there is none.
        """
        task = Task(work, done, failed, progress, key, patient=patient)
        self.reader.submit(task)
        return task

    def aside(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[LedgerError], None],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Task[T]:
        """Work that needs no open ledger, in the thread that reads."""
        task = Task[T](lambda _ledger, told: work(told), done, failed, progress, "")
        task.alone = True
        self.reader.submit(task)
        return task

    def write(
        self,
        work: Callable[[Ledger, Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[LedgerError], None] | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Task[T]:
        """Write in the background, after everything queued before."""
        task = Task(work, done, failed, progress, "")
        self.writer.submit(task)
        return task

    @property
    def idle(self) -> bool:
        """Whether neither worker has anything to do."""
        return self.reader.idle and self.writer.idle

    def stop(self, last: Callable[[Ledger], object] | None = None) -> None:
        """End both threads; what is being written is finished first, and then the ``last`` is done."""
        self.reader.interrupt()
        self.reader.stop()
        self.writer.stop(last)
        for worker in (self.reader, self.writer):
            worker.join()

    def _from_worker(self, task: Task[Any], progress: tuple[int, int] | None) -> None:
        self._arrived.emit(task, progress)

    @Slot(object, object)
    def _on_arrived(self, task: Task[Any], progress: tuple[int, int] | None) -> None:
        if progress is not None:
            if task.progress is not None and not task.cancelled and _alive(task.progress):
                task.progress(*progress)
            return
        try:
            self._hand_over(task)
        finally:
            # The worker may let go of the task last: what it led to (widgets) must not be destroyed in its thread.
            task.work, task.done, task.failed, task.progress = _nothing, None, None, None

    @staticmethod
    def _hand_over(task: Task[Any]) -> None:
        error = task.error
        if task.void:
            return
        if isinstance(error, LedgerError):
            # A cancelled read was overtaken; a cancelled write tells whoever waits for it.
            overtaken = task.key and (task.given_up or isinstance(error, CancelledError))
            if task.failed is not None and not overtaken and _alive(task.failed):
                task.failed(error)
            elif task.failed is None and not isinstance(error, CancelledError):
                log.warning("nobody takes %s", error.code)
                raise error
        elif error is not None:
            raise error  # our bug: it reaches sys.excepthook with its own trace
        elif task.done is not None and not (task.given_up and task.key) and _alive(task.done):
            task.done(task.result)


def _nothing(_ledger: Ledger, _progress: Progress) -> None:
    return None


def _trusting() -> bool:
    return False


def _no_ledger() -> None:
    return None


def _alive(callback: Callable[..., object]) -> bool:
    """Whether the widgets that a callback would use still exist: of a method its owner, of a partial also what it was
    made of, of a function what it closes over.
    """
    if isinstance(callback, partial):
        return _alive(callback.func) and all(map(_exists, (*callback.args, *callback.keywords.values())))
    if isinstance(callback, FunctionType):
        return all(map(_exists, inspect.getclosurevars(callback).nonlocals.values()))
    return _exists(callback)


def _exists(one: object) -> bool:
    owner = getattr(one, "__self__", one)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
