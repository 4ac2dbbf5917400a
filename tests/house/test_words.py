"""No word without the thing: what is declared is used, what is said is meant, what is asked is answered.

That every code which is raised has words, and every text its translation, is tried in ``tests/gui/wording``; that
commands have handlers and requests answers, in ``tests/gui/actions``, where there is a window.
"""

from __future__ import annotations

import ast
import re
from dataclasses import fields

import pytest

from desktop.assets import icon_names
from desktop.commands.catalog import COMMANDS
from desktop.entry.reads import Conventions
from desktop.wording.changes.details import SETTINGS
from desktop.wording.errors import ERRORS
from helpers import loose_ends
from helpers.signals import idle_signals
from helpers.trees import Trees, calls, last_name, nodes, parsed, trees, within, without

#: What only tests wait for: that something was written, and what follows is shown.
FOR_TESTS = {"Inspector.saved: nobody listens", "ImportWizard.imported: nobody listens"}
#: What every sentence of an error may name; the wording fills it in.
ALWAYS = {"holder", "detail"}


def made(**files: str) -> Trees:
    """Made-up modules: ``desktop_x="…"`` is desktop/x.py."""
    return {place.replace("_", "/", 1) + ".py": ast.parse(text) for place, text in files.items()}


def settings(text: str, user: str = "") -> Trees:
    return {loose_ends.SETTINGS: ast.parse(text), "desktop/user.py": ast.parse(user)}


def test_every_option_is_set_and_read() -> None:
    assert loose_ends.idle_options(trees()) == []


@pytest.mark.parametrize(
    ("user", "idle"),
    [
        ("", ["PAPER: nobody reads it", "PAPER: nobody sets it"]),
        ("settings.get(PAPER)", ["PAPER: nobody sets it"]),
        ("settings.set(options.PAPER, 'a4')", ["PAPER: nobody reads it"]),
        ("settings.get(PAPER), settings.set(PAPER, 'a4')", []),
        ("self._choice('Paper', PAPER)", []),
    ],
)
def test_an_idle_option_would_be_seen(user: str, idle: list[str]) -> None:
    assert loose_ends.idle_options(settings("PAPER = Option('paper', 'a4')", user)) == idle


def test_every_code_that_has_words_is_said_by_something() -> None:
    assert loose_ends.idle_words(trees()) == []


def test_every_setting_of_a_ledger_has_a_name_in_the_history() -> None:
    assert {one.name for one in fields(Conventions)} == SETTINGS.keys()


def test_a_word_for_nothing_would_be_seen() -> None:
    words = {"desktop/wording/x.py": ast.parse("W = {'row.gone': 'a', 'row.lost': 'b'}\nif c == 'row.kept': d()")}
    assert loose_ends.idle_words({**words, **made(db_x="raise E('row.gone')")}) == [
        "desktop/wording/x.py:1 row.lost",
        "desktop/wording/x.py:2 row.kept",
    ]
    # A code may be put together of its family and a reason.
    assert loose_ends.idle_words({**words, **made(db_x="f'row.{r}', 'gone', 'lost', 'kept'")}) == []


def test_every_value_of_a_vocabulary_is_said_by_something() -> None:
    assert loose_ends.idle_values(trees()) == []


def test_a_value_that_nothing_says_would_be_seen() -> None:
    kinds = "class Kind(StrEnum):\n    A = 'a'\n    B = 'b'\n    C = 'c'\nfound(Kind.A), 'b'"
    assert loose_ends.idle_values(made(db_x=kinds)) == ["Kind.C"]


def test_every_sentence_of_an_error_is_given_its_values() -> None:
    assert loose_ends.unfilled_sentences(trees(), ERRORS, ALWAYS) == []


def test_an_unfilled_sentence_would_be_seen() -> None:
    sentences = {"kind.exists": "“{name}” is there.", "file.empty": "“{file}” is empty ({detail})."}
    raised = made(db_x="raise UserError('kind.exists', id=1)\nraise WorldError('file.empty', path=p)")
    assert loose_ends.unfilled_sentences(raised, sentences, ALWAYS) == ["kind.exists: name"]


def marked_texts(houses: Trees) -> list[str]:
    """What is marked for translation, in English."""
    found = [argument for call in calls(houses, "_", "N_", "ngettext") for argument in call.args]
    return [one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_nobody_is_told_to_restore_what_no_command_restores() -> None:
    able = any("restore" in one.id or "backup" in one.id for one in COMMANDS)
    promised = [text for text in marked_texts(trees()) if re.search(r"\b(restore|backup)", text, re.IGNORECASE)]
    assert promised == [] or able


def test_a_promise_would_be_seen() -> None:
    houses = made(desktop_x="W = {'a': N_('Restore it.')}\nngettext('{n} backup', '{n} backups', n)")
    assert sorted(marked_texts(houses), reverse=True) == ["{n} backups", "{n} backup", "Restore it."]


def test_every_icon_is_shown_somewhere_and_there_are_no_others() -> None:
    drawn = set(icon_names())
    assert loose_ends.idle_icons(trees(), drawn) == []
    assert loose_ends.missing_icons(trees(), drawn) == []


def test_an_idle_icon_would_be_seen() -> None:
    houses = made(desktop_x="theme.icon('undo'), theme.icon(name), Command(icon='redo')")
    assert loose_ends.idle_icons(houses, {"undo", "redo", "moon"}) == ["moon"]
    assert loose_ends.missing_icons(houses, {"redo"}) == ["undo"]


def test_every_field_of_what_db_gives_and_rooms_ask_is_set_and_read() -> None:
    assert loose_ends.idle_fields(trees()) == []


def test_an_idle_field_would_be_seen() -> None:
    report = (
        "@dataclass\nclass Report:\n    rows: int\n    skipped: int = 0\n    told: list = field(default_factory=list)\n"
    )
    use = "report = Report({})\nprint(report.rows, getattr(report, 'told'), {})"
    assert loose_ends.idle_fields(made(db_x=report + use.format("3", ""))) == [
        "Report.skipped: nobody reads it",
        "Report.skipped: nobody sets it",
    ]
    assert loose_ends.idle_fields(made(db_x=report + use.format("3", "report.skipped"))) == [
        "Report.skipped: nobody sets it"
    ]
    for given in ("3, 4", "3, skipped=4", "*all"):
        assert loose_ends.idle_fields(made(db_x=report + use.format(given, "report.skipped"))) == []


def test_every_signal_is_emitted_and_listened_to() -> None:
    assert set(idle_signals(within(trees(), "desktop/"))) == FOR_TESTS


SIGNALS = """
class Theme(QObject):
    changed = Signal()
    def use(self): self.changed.emit()
class Step(QWidget):
    changed = Signal()
    fixed = Signal()
"""


@pytest.mark.parametrize(
    ("user", "idle"),
    [
        ("", ["Theme.changed", "Step.changed", "Step.changed", "Step.fixed", "Step.fixed"]),
        # Another signal of the same name is told apart by what holds it.
        ("theme = Theme()\ntheme.changed.connect(x)", ["Step.changed", "Step.changed", "Step.fixed", "Step.fixed"]),
        ("step = Step()\nstep.changed.connect(x)\nstep.fixed.connect(step.changed)", ["Theme.changed", "Step.fixed"]),
        ("def f(step: Step):\n  for s in (step.fixed, step.changed): s.connect(x)\ng(step.fixed.emit)",
         ["Theme.changed", "Step.changed"]),
    ],
)  # fmt: skip
def test_an_idle_signal_would_be_seen(user: str, idle: list[str]) -> None:
    found = idle_signals(made(desktop_x=SIGNALS, desktop_y=user))
    assert sorted(one.partition(":")[0] for one in found) == sorted(idle)


def test_no_function_class_or_constant_is_left_over() -> None:
    assert loose_ends.idle_names(trees(), {**trees(), **parsed("tests")}) == []
    # What is only looked at by a test is no word for a reader.
    said = within(trees(), "desktop/wording/", "desktop/look/")
    assert [one.partition(" ")[2] for one in loose_ends.idle_names(said, trees())] == ["has_sentence"]


def test_a_left_over_name_would_be_seen() -> None:
    houses = made(
        db_x="A, B = 1, 2\ndef f(): return B\ndef g(): f()\nclass C:\n  def paintEvent(self): ...\n__all__ = ['g']"
    )
    assert [one.partition(" ")[2] for one in loose_ends.idle_names(houses, houses)] == ["g", "C", "A"]


def test_every_request_is_made_and_answered() -> None:
    assert unmade_requests(trees()) == []


REQUESTS = "desktop/session/requests.py"


def unmade_requests(houses: Trees) -> list[str]:
    """Requests that nobody makes or that nobody answers."""
    kinds = [node.name for node in nodes(within(houses, REQUESTS)) if isinstance(node, ast.ClassDef) and node.bases]
    rest = without(houses, REQUESTS)
    answered = {getattr(call.args[0], "id", "") for call in calls(rest, "answer") if call.args}
    asked = {last_name(call.func) for call in calls(rest, *kinds)}
    unmade = [f"{kind}: nobody asks it" for kind in kinds if kind not in asked]
    return unmade + [f"{kind}: nobody answers it" for kind in kinds if kind not in answered]


def test_an_idle_request_would_be_seen() -> None:
    asked = {REQUESTS: ast.parse("class Request: ...\nclass Say(Request): ...\nclass Open(Request): ...")}
    houses = {**asked, **made(desktop_x="bus.request(Say('x'))\nbus.answer(Open, self.open)")}
    assert unmade_requests(houses) == ["Open: nobody asks it", "Say: nobody answers it"]
