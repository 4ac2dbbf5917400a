"""What the command line takes: one parser for the window and one for each command. Only argparse is imported."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from desktop.wording.i18n import LANGUAGES, N_, _

TABLES = (
    "events", "claims", "organizations", "relationships", "sources", "headcount", "active-clients", "findings",
    "history", "fields",
)  # fmt: skip
FORMATS = ("csv", "excel-csv", "xlsx", "parquet", "datapackage")
STATUSES = ("confirmed", "reported", "rumored", "denied")
TEMPLATES = ("standard",)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Descriptions keep their lines; the options' column leaves room for their help."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=96)


def window_parser() -> argparse.ArgumentParser:
    """``headwater [LEDGER]``."""
    parser = argparse.ArgumentParser(
        prog="headwater",
        formatter_class=_Formatter,
        usage="headwater [LEDGER] [--sample]\n       headwater COMMAND ...",
        description=_("Layoffs, headcount and vendor-client relationships over time: every number with its source."),
        epilog=_(
            "commands (each with its own --help):\n"
            "  import FILE --into LEDGER     take a table (CSV) into a ledger\n"
            "  export LEDGER                 write tables of a ledger, or all of it\n"
            "  figures LEDGER                answer a question about a ledger\n"
            "  snapshot LEDGER               print a ledger as a PDF\n"
            "  presets                       list the tables whose columns are known\n"
            "  check LEDGER                  look for damage and open findings\n"
            "  recover LEDGER                save what can be read of a damaged ledger\n"
            "  imports LEDGER                list what was imported\n"
            "  backups LEDGER                list the backups of a ledger\n"
            "  restore LEDGER --backup N     go back to one\n"
            "  sample LEDGER                 write the sample ledger\n"
            "\n"
            "examples:\n"
            "  headwater --sample\n"
            "  headwater import layoffs.csv --into tech.headwater --date-order mdy\n"
            '  headwater export tech.headwater --table headcount --organization "Scale AI" --output headcount.csv\n'
            "  headwater snapshot tech.headwater --from 2025-01-01 --output tech.pdf\n"
            "\n"
            "exit codes: 0 done, 1 done with problems or open findings, 2 usage, 3 the file cannot be used"
        ),
    )
    parser.add_argument("ledger", metavar="LEDGER", nargs="?", help=_("the ledger to open, a .headwater file"))
    parser.add_argument("--sample", action="store_true", help=_("open the window on a fresh copy of the sample"))
    parser.add_argument("--version", action="store_true", help=_("print the version and stop"))
    return parser


def command_parser(command: str) -> argparse.ArgumentParser:
    """The parser of one of :data:`COMMANDS`."""
    description, fill = COMMANDS[command]
    parser = argparse.ArgumentParser(
        prog=f"headwater {command}", formatter_class=_Formatter, description=_(description)
    )
    fill(parser)
    return parser


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE",
        help=_("the table: CSV, .xlsx, .xls, .ods, or a text that is packed; or a data package of Headwater"),
    )  # fmt: skip
    parser.add_argument("--into", metavar="LEDGER", required=True, help=_("the ledger; made if it is missing"))
    parser.add_argument("--encoding", metavar="NAME", help=_("how its letters are written, as cp1250 or mac-roman"))
    parser.add_argument("--delimiter", metavar="SIGN", help=_("what separates its cells: any sign, or tab"))
    parser.add_argument("--quote", metavar="SIGN", help=_("what encloses its cells, or none"))
    parser.add_argument(
        "--header-row", metavar="N", type=int, help=_("the row with the names of the columns; 0: there is none")
    )
    parser.add_argument("--skip-rows", metavar="N", type=int, help=_("so many rows at the start belong to no table"))
    parser.add_argument("--sheet", metavar="NAME", help=_("the sheet or table of a workbook, or the file in a .zip"))
    parser.add_argument(
        "--map", metavar='"COLUMN=FIELD"', action="append", default=[],
        help=_(
            "what a column means, as “Betroffene=count”; “=ignore” leaves it out; “Branche=field:Industry” puts it in "
            "a field of your own of organizations, “=event_field:NAME” of events; may be repeated"
        ),
    )  # fmt: skip
    parser.add_argument("--organization", metavar="NAME", help=_("whom all rows are about"))
    parser.add_argument("--kind", metavar="KIND", help=_("what happened, where no column says it, as layoff"))
    parser.add_argument(
        "--map-kind", metavar='"WORD=KIND"', action="append", default=[],
        help=_("which kind a word of the file stands for, as “Plant shutdown=site_closure”; may be repeated"),
    )  # fmt: skip
    parser.add_argument(
        "--date-order",
        choices=("dmy", "mdy", "ymd"),
        help=_("what 03/04/2025 means in this file, where it does not show"),
    )
    parser.add_argument(
        "--decimal",
        choices=("point", "comma"),
        help=_("what 1.400 means in this file, where it does not show: point 1.4, comma 1,400"),
    )
    parser.add_argument(
        "--percent",
        choices=("share", "percent"),
        help=_("what 0.14 in a percentage column means: 14 percent (share), or 0.14"),
    )
    parser.add_argument(
        "--null", metavar="WORD", action="append", default=[],
        help=_("a word that stands for nothing in this file; may be repeated"),
    )  # fmt: skip
    parser.add_argument("--per", choices=("month", "quarter"), help=_("count the persons of a roster by"))
    parser.add_argument("--nobody-left", action="store_true", help=_("a roster without leavers is complete"))
    parser.add_argument(
        "--fewer-hired", action="store_true", help=_("a roster that lacks many whom earlier ones had is complete")
    )
    parser.add_argument(
        "--keep-rest", action="store_true", help=_("keep columns without a meaning as fields of your own")
    )
    parser.add_argument(
        "--preset", metavar="NAME",
        help=_("which known table it is: a name of “headwater presets”, or a mapping's file; none: as it is found"),
    )  # fmt: skip
    parser.add_argument(
        "--dataset", metavar="NAME", help=_("the data set that the file is an edition of, or the name of a new one")
    )
    parser.add_argument(
        "--match",
        choices=("propose", "join", "separate"),
        help=_("rows that tell of an event which another source told of: proposed, joined, or kept apart"),
    )
    parser.add_argument(
        "--days",
        type=int,
        metavar="N",
        help=_("how many days two sources may be apart that tell of one event (7)"),
    )
    parser.add_argument("--rejects", metavar="FILE", help=_("write the rows that were not taken here, with the reason"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))
    _json(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    _ledger(parser)
    parser.add_argument("--table", choices=TABLES, metavar="TABLE", help=", ".join(TABLES))
    _scope(parser)
    parser.add_argument("--population", choices=("employees", "contingent"), help=_("only this population"))
    parser.add_argument(
        "--format", choices=FORMATS, default="csv",
        help=_(
            "csv: exact, UTF-8 (default); excel-csv: opens in a spreadsheet by double click; xlsx: a workbook, of all "
            "tables unless --table names one; parquet: typed columns; datapackage: the whole ledger with its history"
        ),
    )  # fmt: skip
    _language(parser)
    parser.add_argument("--output", metavar="FILE", required=True, help=_("the file to write; - is standard output"))
    parser.add_argument(
        "--follow-links", action="store_true", help=_("where FILE is a symbolic link, write what it leads to")
    )


def _figures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", metavar="LEDGER", nargs="?", help=_("the ledger, a .headwater file"))
    parser.add_argument("--list", action="store_true", help=_("list the questions and what can be asked along"))
    parser.add_argument("--question", metavar="NAME", help=_("which question: a name of “headwater figures --list”"))
    parser.add_argument("--per", choices=("month", "quarter", "year"), help=_("how long the periods are"))
    parser.add_argument(
        "--by", metavar="FIELD",
        help=_("group by kind, organization, population, status, reason, place, or a field of your own"),
    )  # fmt: skip
    parser.add_argument("--kind", metavar="KIND", help=_("of which kind of event (default: layoff)"))
    parser.add_argument("--population", choices=("employees", "contingent", "unspecified"), help=_("only these heads"))
    parser.add_argument("--top", metavar="N", type=int, help=_("so many groups at most"))
    parser.add_argument(
        "--days", metavar="N", type=int, help=_("how long a window is, or within how many days something follows")
    )
    parser.add_argument(
        "--anchor", metavar="EVENT", type=int, help=_("the id of the event that the windows lie beside")
    )
    parser.add_argument(
        "--then", metavar="DATE",
        help=_("compare with what had been recorded by the end of that day, or by an operation, as “operation 11”"),
    )  # fmt: skip
    parser.add_argument(
        "--rules", metavar="RULE=LIMIT", action="append", default=[],
        help=_("when a vendor is in trouble, as “cuts=3”; 0 takes a rule out; may be repeated"),
    )  # fmt: skip
    _scope(parser)
    parser.add_argument(
        "--format", choices=("csv", "json"), default="csv",
        help=_("csv: a row a cell (default); json: with the formula, what was put in, and the events of each cell"),
    )  # fmt: skip
    parser.add_argument("--output", metavar="FILE", default="-", help=_("the file to write (default: standard output)"))


def _snapshot(parser: argparse.ArgumentParser) -> None:
    _ledger(parser)
    parser.add_argument(
        "--template", choices=TEMPLATES, default="standard", help=_("what is printed (default: standard)")
    )
    _scope(parser)
    parser.add_argument(
        "--changed-since", dest="changed_since", metavar="DATE",
        help=_("also print what changed since the end of that day, or since an operation, as “operation 11”"),
    )  # fmt: skip
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4", help=_("paper size (default: a4)"))
    _language(parser)
    parser.add_argument("--output", metavar="FILE.pdf", required=True, help=_("the PDF to write"))


def _check(parser: argparse.ArgumentParser) -> None:
    _ledger(parser)
    parser.add_argument("--pages", action="store_true", help=_("only whether the bytes are as a window left them"))
    _json(parser)


def _recover(parser: argparse.ArgumentParser) -> None:
    _ledger(parser)
    parser.add_argument("--output", metavar="NEW", required=True, help=_("the ledger to write; it must not exist yet"))
    _json(parser)


def _sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", metavar="LEDGER", help=_("the ledger to write; it must not exist yet"))
    parser.add_argument(
        "--parallel", action="store_true", help=_("the sample of parallel cases: what followed at four companies")
    )


def _presets(parser: argparse.ArgumentParser) -> None:
    _json(parser)


def _imports(parser: argparse.ArgumentParser) -> None:
    _ledger(parser)
    _json(parser)


def _backups(parser: argparse.ArgumentParser) -> None:
    _ledger(parser)
    _json(parser)


def _restore(parser: argparse.ArgumentParser) -> None:
    _ledger(parser)
    parser.add_argument(
        "--backup", metavar="N", type=int, required=True, help=_("which: the number that “headwater backups” tells")
    )
    parser.add_argument(
        "--output", metavar="NEW", help=_("write it as a ledger of its own; the one there is stays as it is")
    )


COMMANDS: Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "import": (N_("Take a table into a ledger. What is in the ledger already is not taken twice."), _import),
    "export": (N_("Write a table of a ledger, or all of it. An empty cell means unknown, never 0."), _export),
    "figures": (N_("Answer a question with figures. An empty cell means unknown, never 0."), _figures),
    "snapshot": (N_("Print a snapshot of a ledger as a PDF."), _snapshot),
    "presets": (N_("List the tables whose columns are known, each with what it is recognized by."), _presets),
    "check": (N_("Look for damage in the file, and for findings nobody has accepted."), _check),
    "recover": (
        N_("Write what can be read of a damaged ledger into a new file. The damaged one is only read."),
        _recover,
    ),
    "imports": (
        N_("List what was imported into a ledger: data sets, editions, and what became of their rows."),
        _imports,
    ),
    "backups": (N_("List the backups of a ledger, also of one that is damaged or gone."), _backups),
    "restore": (
        N_("Go back to a backup of a ledger, as a step that Undo takes back, or write it as a ledger of its own."),
        _restore,
    ),
    "sample": (N_("Write the sample ledger: Scale AI in the summer of 2025."), _sample),
}


def _ledger(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", metavar="LEDGER", help=_("the ledger, a .headwater file"))


def _scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--organization", metavar="NAME", action="append", default=[],
        help=_("only this organization, by name or alias; may be repeated"),
    )  # fmt: skip
    parser.add_argument("--from", dest="first", metavar="DATE", help=_("the first day, as 2025-07-16 or 2025-07"))
    parser.add_argument("--to", dest="last", metavar="DATE", help=_("the last day"))
    parser.add_argument(
        "--status", choices=STATUSES, default="reported", help=_("the minimum status that counts (default: reported)")
    )
    parser.add_argument(
        "--as-known-on", dest="known_on", metavar="DATE",
        help=_("only what had been recorded by the end of that day, or by an operation, as “operation 11”"),
    )  # fmt: skip


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", choices=tuple(LANGUAGES), help=_("language of the file's texts (default: the system's)")
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print one JSON object instead of sentences"))
