"""What the commands share: exit codes, sentences, progress."""

from __future__ import annotations

import sys
from pathlib import Path

from db.model.progress import Progress
from desktop.wording.language.lines import CONTROLS

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


#: What a terminal would take for an order; lines and tabs stay.
_ORDERS = {code: seen for code, seen in CONTROLS.items() if chr(code) not in "\n\t"}


def quoted(path: Path) -> str:
    """A path as one word of a command."""
    text = str(path)
    return f'"{text}"' if " " in text else text


def say(text: str) -> None:
    """Lines on standard output; whatever a name or file holds, no order to the terminal."""
    print(text.translate(_ORDERS))  # noqa: T201


def complain(text: str) -> None:
    """Lines on standard error, in the same way."""
    print(text.translate(_ORDERS), file=sys.stderr)  # noqa: T201


def pour(content: bytes) -> None:
    """A table in UTF-8 on standard output: byte by byte into a file or another program, as lines on a terminal."""
    if sys.stdout.isatty():
        say(content.decode("utf-8", errors="replace").replace("\r\n", "\n").removesuffix("\n"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


__all__ = ["DONE", "PROBLEMS", "UNUSABLE", "USAGE", "Refused", "Terminal", "complain", "pour", "quoted", "say"]
