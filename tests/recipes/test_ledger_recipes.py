"""How to add what a ledger keeps, followed to the letter: an event kind, a column of an import, a migration."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

from db.ledger import Ledger
from db.output.export import TABLES, export
from db.store.migrations import MIGRATIONS
from db.store.schema import FINGERPRINTS, newest
from helpers import golden
from helpers.places import DATA
from helpers.recipes import Tree

MIGRATE, SCHEMA = "db/store/migrations.py", "db/store/schema.py"
OPERATIONS = "from db.store.operations import Operation\n"


def append_migration(tree: Tree, line: str, fingerprint: str) -> None:
    """A version more: at the end of both lists."""
    last = f'    Migration("{MIGRATIONS[-1].name}"'
    text = (tree.root / MIGRATE).read_text(encoding="utf-8")
    entry = text[text.index(last) :].partition("\n")[0] + "\n"
    tree.edit(MIGRATE, entry, entry + line)
    of_before = f'    {newest()}: "{FINGERPRINTS[newest()]}",\n'
    tree.edit(SCHEMA, of_before, f'{of_before}    {newest() + 1}: "{fingerprint}",\n')


STRIKE = """
import json, sys
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft
from db.reading.quick.entry import parse_quick
from db.view.quick_names import quick_names
from desktop.wording.codes import kind_name

Ledger.create(sys.argv[1]).close()
for path in sys.argv[1:]:
    with Ledger.open(path) as ledger:
        kinds = ledger.kinds.all()
        typed = parse_quick("Acme strike 16 July 2025", names=quick_names(ledger.at()), kinds=kinds)
        ledger.events.save(EventDraft(kind=typed.kind, organization="Acme", claims=(ClaimDraft(),)))
        kind = ledger.kinds.all()["strike"]
        used = [event.kind for event in ledger.at().events.select() if event.kind == "strike"]
        print(json.dumps([typed.kind, used, kind.built_in, kind_name(kind), len(ledger.check()), list(kinds)]))
"""


def test_an_event_kind(tree: Tree, tmp_path: Path) -> None:
    Ledger.create(tmp_path / "before.headwater").close()
    shutil.copy(DATA / "ledgers" / "1.headwater", tmp_path / "first.headwater")
    tree.insert(
        "db/model/kinds.py", '    _relationship("started"', '    _workforce("strike", _E, 0, _GRAY, "pause"),\n'
    )
    tree.insert("desktop/wording/codes.py", '    "relationship_started": N_', '    "strike": N_("Strike"),\n')
    tree.insert(
        "db/reading/quick/phrases_workforce.py",
        '    (\n        "resignation",',
        '    ("strike", "", r"strikes?; on strike; walkouts?; streik(?:t|s|en)?"),\n',
    )
    tree.insert(MIGRATE, "\nfrom db.model.text", "from functools import partial\n")
    tree.insert(MIGRATE, OPERATIONS, "from db.store.kinds import add_built_in\n")
    step = '    Migration("strikes", step=partial(add_built_in, code="strike")),\n'
    append_migration(tree, step, FINGERPRINTS[newest()])
    tree.followed("an event kind")

    ledgers = [str(tmp_path / f"{name}.headwater") for name in ("new", "before", "first")]
    new, *older = map(json.loads, tree.say(STRIKE, *ledgers).splitlines())
    for said in (new, *older):
        assert said[:-1] == ["strike", ["strike"], True, "Strike", 0]
    # In a new ledger it has its place in the list, in older ones it stands behind all that were there.
    assert new[-1].index("strike") + 1 == new[-1].index("relationship_started")
    assert [kinds[-1] for *_, kinds in older] == ["strike", "strike"]


TABLE = "Company,Date,Thousands Let Go\nAcme,2025-07-16,2\nNordlicht,2025-07-17,85\n"


def test_a_column_of_an_import(tree: Tree, tmp_path: Path) -> None:
    tree.edit(
        "db/importing/columns/header_words.py",
        "count 0.9: expected layoff\n",
        "count 0.9: expected layoff\ncount_thousands 0.9: thousands let go\n",
    )
    columns = "db/importing/fields.py"
    tree.insert(columns, '    COUNT_LOW = "count_low"\n', '    COUNT_THOUSANDS = "count_thousands"\n')
    numbers = "NUMBER_FIELDS = frozenset(\n    {"
    tree.edit(columns, numbers, f"{numbers}Field.COUNT_THOUSANDS, ")
    tree.append("db/importing/cells/counted.py", THOUSANDS)
    layout = "db/importing/rows/layout.py"
    tree.edit(layout, '"count": (Field.COUNT, ', '"count": (Field.COUNT, Field.COUNT_THOUSANDS, ')
    tree.insert(
        layout,
        "        if field in _QUANTITIES:\n",
        "        if field is Field.COUNT_THOUSANDS:\n"
        "            return counted.thousands(self.plan.convention), NO_QUANTITY\n",
    )
    name = '    Field.COUNT_THOUSANDS: N_("Count, in thousands"),\n'
    tree.insert("desktop/wording/imports/importing.py", "    Field.COUNT_LOW: N_", name)
    tree.followed("a column of an import")

    source, ledger, target = (tmp_path / name for name in ("a.csv", "a.headwater", "events.csv"))
    source.write_text(TABLE)
    tree.headwater("import", str(source), "--into", str(ledger), "--kind", "layoff")
    tree.headwater("export", str(ledger), "--table", "events", "--output", str(target))
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    assert {row["organization"]: row["count_best"] for row in rows} == {"Acme": "2000", "Nordlicht": "85000"}


THOUSANDS = '''

def thousands(convention: NumberConvention | None) -> Parse:
    """A count in thousands."""
    from db.model.intervals import scale

    count = quantities(Field.COUNT, convention)

    def parse(text: str) -> Cell:
        found = count(text)
        return quantity_cell(scale(found.value, 1000)) if isinstance(found.value, Quantity) else found

    return parse
'''


def test_a_migration(tree: Tree, tmp_path: Path) -> None:
    stored = f"tests/data/ledgers/{newest()}"
    store_with_exports(tree.root / stored)
    tree.touched.add(f"{stored}.headwater")
    script = "ALTER TABLE organizations ADD COLUMN industry TEXT NOT NULL DEFAULT ''"
    last = "  notes TEXT NOT NULL DEFAULT '',\n  identity_key TEXT NOT NULL DEFAULT ''"
    tree.edit("db/store/ddl.py", last, f"{last},\n  industry TEXT NOT NULL DEFAULT ''")
    append_migration(tree, f'    Migration("industries", "{script}"),\n', "")
    opening = "tests/storage/store/test_opening.py::test_a_new_ledger_has_the_pinned_schema_and_is_private"
    told = tree.test(opening)
    (fingerprint,) = set(re.findall(r"\b[0-9a-f]{64}\b", told.stdout)) - set(FINGERPRINTS.values())
    tree.edit(SCHEMA, f'    {newest() + 1}: "",\n', f'    {newest() + 1}: "{fingerprint}",\n')
    tree.followed("a migration")

    migrating = "tests/storage/store/test_migrating.py"
    names = ("pinned_schema", "ledger_of_every", "backed_up", "schema_of_a_new", "takes_no_undo")
    exports = "(exports_what_it_always and (events or history))"
    done = tree.test(opening, migrating, "-k", " or ".join((*names, exports)), "-vv")
    assert done.returncode == 0, done.stdout
    assert f"exports_what_it_always_did[events-{newest()}] PASSED" in done.stdout


def store_with_exports(place: Path) -> None:
    """A ledger of this version, and what it exports now."""
    (place / "now").mkdir(parents=True)
    with Ledger.create(place.with_suffix(".headwater")) as ledger:
        golden.fill(ledger)
        for table in TABLES:
            export(ledger.at(), table, place / "now" / f"{table}.csv")


ROUGH = '''"""How many events there are."""

from __future__ import annotations

from db.analysis.figures.cells import Answer, Cell
from db.figures.questions import Asked, answered
from db.view.view import View


def answer(view: View, _asked: Asked) -> Answer:
    """One figure."""
    return answered("how-many", [Cell(events=view.events.count())], formula="how_many")
'''


def test_a_question(tree: Tree, tmp_path: Path) -> None:
    golden.make(tmp_path / "a.headwater")
    tree.write("db/figures/how_many.py", ROUGH)
    tree.insert("db/figures/questions.py", '    _question("reasons"', '    _question("how-many", "events"),\n')
    tree.insert("db/figures/asking.py", "from db.figures.questions", "from db.figures import how_many\n")
    tree.insert("db/figures/asking.py", '    "reasons": ', '    "how-many": how_many.answer,\n')
    tree.insert(
        "desktop/wording/figures/questions.py",
        '    "reasons": N_(',
        '    "how-many": N_("How many events there are"),\n',
    )
    tree.insert("desktop/wording/figures/questions.py", '    "data_quality": N_(', '    "how_many": N_("Events."),\n')
    tree.followed("a question", beside=frozenset({"db/figures/how_many.py"}))
    assert "how-many: How many" in tree.headwater("figures", "--list")
    asked = ("figures", str(tmp_path / "a.headwater"), "--question", "how-many")
    assert tree.headwater(*asked).split() == ["events", "9"]
    assert json.loads(tree.headwater(*asked, "--format", "json"))["formula"] == "Events."
