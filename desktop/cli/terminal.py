"""What the commands share: exit codes, sentences, progress."""

from __future__ import annotations

import sys

from db.model.progress import Progress

DONE, PROBLEMS, USAGE, UNUSABLE = range(4)


class Refused(Exception):  # noqa: N818
    """An option that cannot be meant as it is, or a file that cannot be used: the sentence, and the exit code.

    Without a sentence everything was said.
    """

    def __init__(self, sentence: str, code: int = USAGE) -> None:
        super().__init__(sentence)
        self.code = code


class Terminal(Progress):
    """Progress in one line of a terminal; silent where standard error is none."""

    def __init__(self) -> None:
        self._shown = -1
        self._speaks = sys.stderr is not None and sys.stderr.isatty()

    def _show(self, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        if self._speaks and percent != self._shown:
            self._shown = percent
            sys.stderr.write("\r    \r" if percent == 100 else f"\r{percent:3d}%")
            sys.stderr.flush()


def say(text: str) -> None:
    """A line on standard output."""
    print(text)  # noqa: T201


def complain(text: str) -> None:
    """A line on standard error."""
    print(text, file=sys.stderr)  # noqa: T201


__all__ = ["DONE", "PROBLEMS", "UNUSABLE", "USAGE", "Refused", "Terminal", "complain", "say"]
