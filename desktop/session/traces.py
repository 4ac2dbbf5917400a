"""What is written down of an error: where it arose, never what somebody wrote.

Messages of errors quote the values they choke on, names and figures of a ledger among them. Kept are the kind of the
error, the places in the code, and what can only be of the code.
"""

from __future__ import annotations

import errno
import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

from db.errors import LedgerError

#: Errors whose messages name parts of the program.
_OF_THE_CODE = (AttributeError, ImportError, NameError, RecursionError, MemoryError, ZeroDivisionError)
_OURS = ("db.", "desktop.", "__main__")


def trace(error: BaseException) -> str:
    """The trace of an error and of those it came from, the first one first, without values."""
    return "\n".join(_chain(error, set()))


def _chain(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _chain(before, seen)
        yield "" if error.__cause__ is None else "led to:"
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_list(traceback.extract_tb(error.__traceback__))).rstrip("\n")
    yield named(error)
    for inner in getattr(error, "exceptions", ()):
        if isinstance(inner, BaseException) and id(inner) not in seen:
            yield from _chain(inner, seen)


def named(error: BaseException) -> str:
    """The kind of an error, with what says more and is of nobody's ledger."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    said = ""
    if isinstance(error, LedgerError):
        said = error.code
    elif isinstance(error, OSError) and error.errno is not None:
        said = errno.errorcode.get(error.errno, "")
    elif isinstance(error, _OF_THE_CODE):
        said = str(error)
    else:
        said = str(getattr(error, "sqlite_errorname", ""))
    return f"{name}: {said}" if said else name


class LogFormatter(logging.Formatter):
    """Lines of the log: our own messages, which name no values; of others only that they said something."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """One record, with the trace of its error."""
        record = logging.makeLogRecord(record.__dict__)
        record.exc_text = None  # as another handler has written it
        if not record.name.startswith(_OURS):
            record.msg, record.args, record.stack_info = f"line {record.lineno}", None, None
        return super().format(record)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The trace without values."""
        return trace(ei[1]) if ei[1] is not None else ""
