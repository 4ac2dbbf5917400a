"""What is printed never orders a terminal about."""

from __future__ import annotations

import io
import sys

import pytest

from desktop.cli.terminal import complain, pour, say


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_names_are_printed_without_orders_to_the_terminal(capsys):
    say("Acme \x1b[2J\x9b31m\n\tnext")
    complain("\x1b]0;title\x07")
    printed = capsys.readouterr()
    assert printed.out == "Acme \ufffd[2J\ufffd31m\n\tnext\n"
    assert printed.err == "\ufffd]0;title\ufffd\n"


@pytest.mark.parametrize("kind", [io.TextIOWrapper, _Terminal])
def test_a_table_is_exact_in_a_file_and_harmless_on_a_terminal(monkeypatch, kind):
    held = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", kind(held, encoding="utf-8", newline=""))
    pour(b"name\r\nAc\x1b[2Jme\r\n")
    sys.stdout.flush()
    assert held.getvalue().decode() == ("name\nAc\ufffd[2Jme\n" if kind is _Terminal else "name\r\nAc\x1b[2Jme\r\n")
