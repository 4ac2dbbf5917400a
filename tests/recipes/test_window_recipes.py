"""How to add what a person sees, followed to the letter: a command, a page, a chart, a language."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from db.ledger import Ledger
from helpers import golden
from helpers.places import ROOT
from helpers.recipes import Tree

CATALOG = "desktop/commands/catalog.py"
ABOUT = '    Command(id="help.about"'

WINDOW = """
import json, os, sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, os.environ["HOME"])
app = QApplication([])
from desktop.app import Program

program = Program(app)
program.begin(Path(sys.argv[1]), sample=False)
window = program.window

def until(holds):
    while not holds():
        QTest.qWait(10)

until(lambda: program.session.writable and window.page is not None)
"""
END = """
program.end()
"""


@pytest.fixture
def sample(tmp_path: Path) -> str:
    """A ledger with ten events."""
    path = tmp_path / "sample.headwater"
    with Ledger.create(path) as ledger:
        golden.fill(ledger)
    return str(path)


def shown(tree: Tree, tmp_path: Path, ledger: str, code: str) -> object:
    """What the window of the copy says of itself."""
    return json.loads(tree.say(WINDOW + code + END, ledger, env={"HOME": str(tmp_path)}))


def test_a_command(tree: Tree, tmp_path: Path, sample: str) -> None:
    row = '    Command(id="help.version", text=N_("&Version"), menu="help", group="help", shortcut="Ctrl+Shift+F1"),\n'
    tree.insert(CATALOG, ABOUT, row)
    views = "desktop/actions/views.py"
    tree.insert(views, '            "help.about": self.about,\n', '            "help.version": self.version,\n')
    tree.insert(views, "    def shortcuts(self)", VERSION)
    tree.followed("a command")
    said = shown(
        tree, tmp_path, sample,
        "from desktop.dialogs.shortcuts import lines\n"
        "action = window.actions_['help.version']\n"
        "action.trigger()\n"
        "print(json.dumps([action in window.actions_.menu('help').actions(), window.status.done.text(),"
        "[keys for _menu, text, keys in lines() if text == 'Version']]))",
    )  # fmt: skip
    assert said == [True, "This is Headwater.", ["Ctrl+Shift+F1"]]


VERSION = '''    def version(self) -> None:
        """Say what this is."""
        self._window.status.say("This is Headwater.")

'''


def test_a_page(tree: Tree, tmp_path: Path, sample: str) -> None:
    tree.write("desktop/pages/people.py", PAGE)
    table = "desktop/frame/page_table.py"
    load = (
        "def _people() -> type[Page]:\n    from desktop.pages.people import PeoplePage\n\n    return PeoplePage\n\n\n"
    )
    tree.insert(table, "@dataclass(frozen=True", load)
    tree.insert(table, '    "history": PageEntry', '    "people": PageEntry(N_("People"), _people),\n')
    tree.insert(CATALOG, '    _page("history"', '    _page("people", N_("&People"), "Shift+Y"),\n')
    tree.write("resources/icons/people.svg", (tree.root / "resources/icons/eye.svg").read_text(encoding="utf-8"))
    tree.followed("a page")
    said = shown(
        tree, tmp_path, sample,
        "from PySide6.QtCore import Qt\n"
        "from desktop.frame.navigation import Navigation\n"
        "control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier\n"
        "QTest.keyClick(window, Qt.Key.Key_Y, control)\n"
        "until(lambda: window.page.page_id == 'people' and window.page.line.text())\n"
        "item = window.findChild(Navigation).currentItem()\n"
        "print(json.dumps([item.text(), item.icon().isNull(), window.page.line.text(),"
        "window.actions_['page.people'].isChecked()]))",
    )  # fmt: skip
    assert said == ["People", False, "10 events", True]


PAGE = '''"""Whom the events of a scope name."""

from __future__ import annotations

from db.ledger import Ledger
from db.model.progress import Progress
from db.model.scope import Scope
from desktop.look import plaintext
from desktop.pages.base import Page


class PeoplePage(Page):
    """A line."""

    page_id = "people"

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.line = plaintext.label(parent=self)

    def reload(self) -> None:
        """Read again."""
        self.session.tasks.read(Reading(self.session.scope), self.show_count, print)

    def show_count(self, count: int) -> None:
        """What was read."""
        self.line.setText(f"{count} events")


class Reading:
    """In the thread that reads."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(self, ledger: Ledger, _progress: Progress) -> int:
        return len(ledger.at(self.scope).events.select())
'''


def test_a_chart(tree: Tree, tmp_path: Path, sample: str) -> None:
    tree.write("db/analysis/months.py", MONTHS)
    series = "db/view/series.py"
    tree.insert(series, "from db.analysis.series import", "from db.analysis.months import Month, by_month\n")
    tree.append(series, COMPOSITION)
    tree.write("desktop/drawing/compose/months.py", CHART)
    report = "desktop/pdf/report.py"
    tree.insert(report, "from desktop.pdf import words", "from db.analysis.months import by_month\n")
    tree.insert(report, "from desktop.pdf import words", "from desktop.drawing.compose.months import months_figure\n")
    tree.insert(report, "    _findings(flow, snapshot)\n    draw_changes", FIGURE)
    tree.followed("a chart")
    assert tree.contracts().returncode == 0
    said = json.loads(tree.say(DRAWN, sample))
    assert said["months"] == {"2024-03": 1, "2025-06": 5, "2025-07": 3}
    assert said["bars"] == 3, "red stretches along a line of the picture"
    assert said["chosen"] == ["2024-03"]
    printed = tmp_path / "snapshot.pdf"
    tree.headwater("snapshot", sample, "--output", str(printed))
    words = " ".join(page.extract_text() for page in PdfReader(printed).pages).split()
    assert "Events by month" in " ".join(words)


MONTHS = '''"""Events by month. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.model.values import ImpreciseDate


@dataclass(frozen=True, slots=True)
class Month:
    """How many events lie within a month."""

    first: date
    events: int


def by_month(dates: Iterable[ImpreciseDate | None]) -> tuple[Month, ...]:
    """The months in order; what may lie in several is in none."""
    ends = [(one.earliest, one.latest) for one in dates if one is not None]
    within = [a.replace(day=1) for a, b in ends if a and b and a.replace(day=1) == b.replace(day=1)]
    return tuple(Month(first, count) for first, count in sorted(Counter(within).items()))
'''
COMPOSITION = '''

def months(view: Reads) -> tuple[Month, ...]:
    """The events of the scope by month."""
    return by_month(event.values.announced or event.values.effective for event in view.events.select())
'''
CHART = '''"""Events by month as bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from db.analysis.months import Month
from desktop.drawing.compose.amounts import Amount
from desktop.drawing.compose.bars import Period, Series, per_period
from desktop.drawing.figure import Figure


def months_figure(months: Sequence[Month]) -> Figure:
    """A bar for each month."""
    periods = [
        Period(one.first, one.first + timedelta(days=27), Amount(one.events, one.events, one.events), key=one.first)
        for one in months
    ]
    return per_period([Series("Events by month", periods, color="#ff0000")])
'''
FIGURE = """    draw_figure(flow, months_figure(by_month(
        line.event.values.announced or line.event.values.effective for line in snapshot.events
    )))
"""
DRAWN = """
import json, sys
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from db.ledger import Ledger
from db.view.series import months
from desktop.charts.chart import Chart
from desktop.drawing.compose.months import months_figure
from desktop.look.colors import LIGHT

app = QApplication([])
with Ledger.open(sys.argv[1], mode="read") as ledger:
    found = months(ledger.at())
chart = Chart(LIGHT)
chart.resize(600, 300)
chart.show_figure(months_figure(found))
chart.show()
app.processEvents()
chosen = []
chart.chosen.connect(chosen.append)
chart._step(0, absolute=True)
picture = chart.view.grab().toImage()
base = round(chart.plan.panels[0].area.bottom()) - 4
red = [picture.pixelColor(x, base) == QColor("#ff0000") for x in range(picture.width())]
bars = sum(now and not before for before, now in zip(red, red[1:]))
said = {f"{one.first:%Y-%m}": one.events for one in found}
print(json.dumps({"months": said, "bars": bars, "chosen": [f"{one:%Y-%m}" for one in chosen]}))
"""


def test_a_language(tree: Tree, tmp_path: Path, sample: str) -> None:
    tree.edit("desktop/wording/i18n.py", '"de": "Deutsch"}', '"de": "Deutsch", "fr": "Français"}')
    conventions = "desktop/wording/language/conventions.py"
    tree.insert(conventions, "_CONVENTIONS = {", '_FRENCH = replace(_ENGLISH, decimal=",", group=NBSP)\n\n')
    tree.edit(conventions, '"de": _GERMAN}', '"de": _GERMAN, "fr": _FRENCH}')
    tree.edit(conventions, "import dataclass\n", "import dataclass, replace\n")
    made = make(tree, "translations", NEW="fr")
    assert made.returncode == 0, made.stderr
    catalogue = "resources/translations/fr/LC_MESSAGES/headwater.po"
    tree.edit(
        catalogue, 'msgid "The file is sound."\nmsgstr ""', 'msgid "The file is sound."\nmsgstr "Le fichier est sain."'
    )
    tree.edit(catalogue, 'msgid "Lan&guage"\nmsgstr ""', 'msgid "Lan&guage"\nmsgstr "Lan&gue"')
    assert make(tree, "translations").returncode == 0
    tree.followed("a language")

    assert "Le fichier est sain." in tree.headwater("check", sample, env={"LANGUAGE": "fr"})
    assert tree.headwater("export", sample, "--table", "events", "--language", "fr", "--output", "-")
    said = shown(
        tree, tmp_path, sample,
        "from desktop.session.settings import LANGUAGE\n"
        "from desktop.wording import formatting\n"
        "window.actions_['language.fr'].trigger()\n"
        "until(lambda: program.window is not window and program.session.writable)\n"
        "menus = [action.text() for menu in program.window.menuBar().actions() for action in menu.menu().actions()]\n"
        "print(json.dumps(['Lan&gue' in menus, formatting.number(1400), program.settings.get(LANGUAGE)]))",
    )  # fmt: skip
    assert said == [True, "1\N{NO-BREAK SPACE}400", "fr"]


def make(tree: Tree, target: str, **options: str) -> subprocess.CompletedProcess[str]:
    """What make would run for a target, by this Python's own tools: nothing is installed for a test."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    values = dict(re.findall(r"^(\w+) (?::|\?)= ?(.*)$", makefile, re.MULTILINE))
    values |= {"BIN": str(Path(sys.executable).parent), **options}
    assert lines
    script = re.sub(r"\$\((\w+)\)", lambda name: values[name[1]], lines[1].replace("\t@", "").replace("\t", ""))
    return subprocess.run(["sh", "-ec", script], cwd=tree.root, capture_output=True, text=True, check=False)
