"""The command line: ``headwater [LEDGER]`` opens the window, the commands do the same operations without one.

Nothing of Qt is imported before it is clear that it is needed: importing, exporting and checking work without it.
Exit codes: 0 done, 1 done with problems or open findings, 2 usage, 3 the file cannot be used (the sentence is on
standard error).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.cli import parser
from desktop.cli.terminal import DONE, UNUSABLE, USAGE, Refused, complain, quoted
from desktop.version import VERSION
from desktop.wording import i18n
from desktop.wording.i18n import _

#: Written by ``--sample`` on a machine without a display, into the current folder.
SAMPLE_PDF = "headwater-sample.pdf"


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments say (without the program's name) and give the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):  # a name the console cannot write must not end the program
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    i18n.use("")
    try:
        if arguments and arguments[0] in parser.COMMANDS:
            return _command(arguments[0], arguments[1:])
        return _window(parser.window_parser().parse_args(arguments))
    except SystemExit as stop:  # argparse has said what it had to say
        return stop.code if isinstance(stop.code, int) else USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has gone
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _command(name: str, arguments: Sequence[str]) -> int:
    options = parser.command_parser(name).parse_args(arguments)
    from db.errors import LedgerError
    from desktop.cli import backups, commands, exporting, figures, imports, packages, presets, recovering
    from desktop.wording.codes import error_sentence

    run = {
        "import": packages.import_any,
        "export": exporting.export,
        "snapshot": commands.snapshot,
        "presets": presets.list_presets,
        "check": commands.check,
        "recover": recovering.recover,
        "sample": commands.sample,
        "imports": imports.list_imports,
        "figures": figures.figures,
        "backups": backups.list_backups,
        "restore": backups.restore,
    }[name]
    try:
        return run(options)
    except Refused as refused:
        if str(refused):
            complain(str(refused))
        return refused.code
    except LedgerError as error:
        complain(error_sentence(error))
        return UNUSABLE
    except ImportError as error:
        return qt_problem(error)


# The window ----------------------------------------------------------------------------------------------------------


def _window(options: argparse.Namespace) -> int:
    if options.version:
        print("Headwater", VERSION)  # noqa: T201
        return DONE
    path = Path(options.ledger) if options.ledger else None
    if path is not None and options.sample:
        complain(_("Give a ledger or --sample, not both. See headwater --help."))
        return USAGE
    if path is not None and not path.exists():
        complain(_("“{file}” does not exist. See headwater --help for what can be done with it.").format(file=path))
        return UNUSABLE
    from desktop.cli import preflight

    if not preflight.has_display():
        return _without_display(path, sample=options.sample)
    try:
        from desktop.cli import before_qt  # noqa: F401
        from desktop import app  # isort: skip

        problem = platform_problem()
        if problem:
            complain(problem)
            return UNUSABLE
        return app.run(path, sample=options.sample)
    except ImportError as error:
        return qt_problem(error)


def _without_display(path: Path | None, *, sample: bool) -> int:
    if not sample:
        shown = path or Path("LEDGER")
        complain(
            _(
                "There is no display, so no window can be shown. Print the ledger instead:\n"
                "  headwater snapshot {ledger} --output {pdf}"
            ).format(ledger=quoted(shown), pdf=quoted(shown.with_suffix(".pdf")))
        )
        return UNUSABLE
    from db.errors import LedgerError
    from desktop.cli import commands
    from desktop.wording.codes import error_sentence

    target = Path.cwd() / SAMPLE_PDF
    try:
        commands.print_sample(target)
    except LedgerError as error:
        complain(error_sentence(error))
        return UNUSABLE
    except ImportError as error:
        return qt_problem(error)
    print(  # noqa: T201
        _("There is no display, so no window can be shown. The sample was printed instead: {path}").format(path=target)
    )
    return DONE


def qt_problem(error: ImportError) -> int:
    """Say which system library a failed import of Qt is missing and how to get it; ours to repair otherwise."""
    if not (error.name or "").startswith(("PySide6", "shiboken6")) and ".so" not in str(error):
        raise error
    complain(_missing(str(error)))
    return UNUSABLE


def platform_problem() -> str:
    """Why Qt could not show a window on X11, as a sentence; empty if it can. Qt itself would end the program.

    The plug-in is loaded here exactly as Qt is about to load it, so in a start that works this costs nothing.
    """
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    if os.environ.get("QT_QPA_PLATFORM", "xcb").partition(":")[0] != "xcb":
        return ""
    import ctypes

    import PySide6
    from PySide6 import QtGui  # noqa: F401 - brings the libraries the plug-in stands on

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return _missing(str(error))
    return ""


def _missing(reason: str) -> str:
    """The loader names the first library it misses; the others are looked for, so that one command brings them all."""
    import re

    from desktop.cli import preflight

    named = re.match(r"lib[\w.+-]+\.so[\w.]*", reason)
    libraries = [named[0]] if named and named[0] in preflight.PACKAGES else []
    libraries += [name for name in preflight.missing_libraries() if name not in libraries]
    if not libraries:
        return _("Qt could not be loaded: {reason}").format(reason=reason)
    return _("Qt needs system libraries that are not installed: {names}. On Debian and Ubuntu:\n  {command}").format(
        names=", ".join(libraries), command=preflight.install_command(libraries)
    )
