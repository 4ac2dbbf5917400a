"""Erasing a person: the name is nowhere in the file any more, and everything else is as it was."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.curation.erase_person import ERASED
from db.errors import CancelledError, UserError
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, SourceDraft
from db.model.progress import Progress
from db.model.records import EventKind, Relationship, Scope
from db.model.values import ImpreciseDate, KindGroup, Quantity, Status
from db.reading.spellings import Spellings
from db.store.schema import VERSIONED
from helpers.deeds import DEEDS, do
from helpers.drafts import layoff

ALL = Scope(minimum_status=Status.DENIED)
NAME = "Jürgen Löwe"
SPELLINGS = (NAME, "Löwe, Jürgen", "J. Löwe")

ROWS = """company,date,total_laid_off,notes,source
Acme,2025-07-16,200,"Jürgen Löwe (CEO) said so",https://paper.example/jürgen-löwe
Acme,2025-08-01,30,"said by JÜRGEN
LÖWE",Internal memo
"Müller, Löwe & Söhne",2025-08-02,,nobody,
,2025-08-03,40,"Jürgen Löwe, formerly of Löwe & Söhne",
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with Ledger.create(tmp_path / "a.headwater") as opened:
        yield opened


def imported(ledger: Ledger, path: Path):
    return run_import(ledger, path, default_plan(inspect_file(path)))


def filled(ledger: Ledger, folder: Path) -> Path:
    """The name in every place a name can get to, some of it in history only."""
    ledger.store.actor = NAME
    source = SourceDraft(publisher="Blog of Jürgen Löwe", title="Löwe, Jürgen: I leave", origin="jurgen lowe",
                         url="https://blog.example/j%C3%BCrgen-l%C3%B6we", notes="by Jürgen Löwe")  # fmt: skip
    claim = ClaimDraft(
        source=source, announced=ImpreciseDate.day(date(2025, 7, 16), "the day Jürgen Löwe left"),
        count=Quantity.exact(200, "200, says J. Löwe"), percent=Quantity.exact(14, "14 %"), percent_of="Jürgen Löwe",
        wording="“We let 200 go”, said Jürgen Löwe.",
    )  # fmt: skip
    ledger.events.save(
        layoff("Acme", kind="leadership_departure", person=NAME, role="CEO", notes="jürgen löwe leaves",
               place="Löwe-Straße", tags="Jürgen-Löwe", reason="J. Löwe", unit="Office of Jürgen Löwe",
               claims=(claim, ClaimDraft(count=Quantity.exact(500, "500")))),
    )  # fmt: skip
    ledger.findings.accept(ledger.at(ALL).findings.all()[0], "as Jürgen Löwe explained")
    ledger.events.prefer(1, "count", claim_id=1, reason="Jürgen Löwe is right")
    ledger.organizations.save(name=f"{NAME} Consulting", aliases=(NAME, "JL Consulting"), notes="Owner: Jürgen Löwe")
    ledger.organizations.save(name="J. Löwe")
    ledger.kinds.save(EventKind(code="", name=f"{NAME} speaks", group=KindGroup.STRATEGY, built_in=False))
    kind = next(kind for kind in ledger.kinds.all().values() if not kind.built_in)
    ledger.events.save(layoff("Acme", kind=kind.code))
    ledger.events.save(layoff("Vendor", kind="relationship_ended", counterparty="Client", category="of Jürgen Löwe"))
    relationship = ledger.at(Scope()).relationships.select()[0]
    ledger.relationships.save(
        Relationship(
            id=relationship.id,
            vendor_id=None,
            client_id=None,
            category="x",
            reference="JL-1 Jürgen Löwe",
            notes="asked J. Löwe",
        )
    )
    ledger.settings.set("views", json.dumps([{"name": "About Jürgen Löwe", "text": "J\u00fcrgen L\u00f6we"}]))
    # Only in history: replaced, deleted, undone.
    ledger.events.save(layoff("Acme", notes="call Jürgen Löwe"))
    ledger.events.save(layoff("Acme"), event_id=4)
    ledger.events.save(layoff("Acme", person=NAME))
    ledger.events.delete([5])
    ledger.events.save(layoff("Acme", notes="Jürgen Löwe, undone"))
    ledger.undo()
    path = folder / "Jürgen Löwe.csv"
    path.write_text(ROWS, encoding="utf-8")
    imported(ledger, path)
    return path


def bytes_with(folder: Path, *texts: str) -> list[str]:
    """The files of a ledger in which one of the texts stands, in any usual way of writing it down."""
    found = []
    for path in folder.glob("a.headwater*"):
        data = path.read_bytes().lower()
        for text in texts:
            for one in (text, text.lower(), text.upper()):
                forms = {one.encode(), one.encode("utf-16-le"), one.encode("latin-1"), json.dumps(one)[1:-1].encode()}
                found += [f"{path.name}: {one}" for form in forms if form.lower() in data]
    return found


WRITTEN = (
    "Jürgen",
    "Jurgen Lowe",
    "Löwe leaves",
    "J. Löwe",
    "jürgen-löwe",
    "jurgen_lowe",
    "jurgen lowe",
    "j%C3%BCrgen",
)


def test_not_a_byte_of_the_name_is_left_in_the_file(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        filled(ledger, tmp_path)
        before = bytes_with(tmp_path, *WRITTEN)
        assert before
        assert ledger.erasing.erase(SPELLINGS).detail["compacted"] is True
        assert bytes_with(tmp_path, *WRITTEN) == []
        assert ledger.check() == []
        assert ledger.erasing.preview(SPELLINGS) == ()
    assert bytes_with(tmp_path, *WRITTEN) == []


def test_every_table_is_searched_live_and_past(ledger: Ledger, tmp_path: Path) -> None:
    filled(ledger, tmp_path)
    found = {place.code: place for place in ledger.erasing.preview(SPELLINGS)}
    assert set(found) >= {
        "events.person", "events.notes", "events.tags", "events.reason", "events.unit", "claims.wording",
        "claims.words", "claims.percent_of", "sources.publisher", "sources.title", "sources.origin", "sources.notes",
        "preferences.reason", "organizations.name", "organizations.notes", "aliases.name", "event_kinds.name",
        "event_kinds.code", "relationships.category", "relationships.notes", "settings.value", "accepted_findings.note",
        "import_rows.cells", "imports.file_name", "operations.detail", "operations.actor",
    }  # fmt: skip
    assert (found["events.person"].now, found["events.person"].before) == (1, 2)
    assert found["operations.actor"].now == 0
    assert any("said Jürgen Löwe." in example for example in found["claims.wording"].examples)
    assert "events.place" not in found, "Löwe alone is not the name"


def test_all_else_stays_as_it_was(ledger: Ledger, tmp_path: Path) -> None:
    filled(ledger, tmp_path)
    figures = [(row.id, row.organization_id, row.values.count.best if row.values.count else None, row.values.percent)
               for row in ledger.at(ALL).events.select_rows(column="id")]  # fmt: skip
    rows = ledger.store.connection.execute("SELECT count(*) FROM import_rows").fetchone()[0]
    ledger.erasing.erase(SPELLINGS)
    assert figures == [
        (row.id, row.organization_id, row.values.count.best if row.values.count else None, row.values.percent)
        for row in ledger.at(ALL).events.select_rows(column="id")
    ]
    assert ledger.store.connection.execute("SELECT count(*) FROM import_rows").fetchone()[0] == rows
    event = ledger.events.get(1)
    assert (event.person, event.role, event.notes, event.place) == ("", "CEO", "leaves", "Löwe-Straße")
    assert ledger.events.claims(1)[0].wording == "“We let 200 go”, said ."
    assert ledger.events.claims(1)[0].percent_of == ERASED, "a percentage of something never becomes one of the whole"
    assert ledger.organizations.get(2).name == "Consulting"
    assert ledger.organizations.get(2).aliases == ("JL Consulting",)
    assert ledger.organizations.find(NAME) is None
    kinds = ledger.kinds.all()
    assert all(row.kind in kinds for row in ledger.at(ALL).events.select_rows())
    assert ledger.at(Scope(text="jürgen")).events.count() == 0
    assert ledger.at(Scope(text="leaves")).events.count() == 1
    kept = ledger.store.connection.execute("SELECT line, cells FROM import_rows WHERE cells IS NOT NULL").fetchall()
    assert [line for line, _ in kept] == [6], "only what a problem row said is kept"
    assert json.loads(kept[0][1])[1:4] == ["2025-08-03", "40", ", formerly of Löwe & Söhne"]


def test_a_replacement_stands_in_its_place(ledger: Ledger, tmp_path: Path) -> None:
    filled(ledger, tmp_path)
    ledger.erasing.erase(SPELLINGS, replacement="the CEO")
    assert ledger.events.get(1).person == "the CEO"
    assert ledger.events.claims(1)[0].wording == "“We let 200 go”, said the CEO."
    assert ledger.at(Scope(text="the ceo leaves")).events.count() == 1
    with pytest.raises(UserError, match=r"person\.replacement"):
        ledger.erasing.erase(["CEO"], replacement="the CEO")


def test_it_cannot_be_undone_and_no_undo_brings_the_name_back(tmp_path: Path) -> None:
    path = tmp_path / "a.headwater"
    with Ledger.create(path) as ledger:
        filled(ledger, tmp_path)
        step = ledger.undo_step()
        change = ledger.erasing.erase(SPELLINGS)
        assert (change.code, change.kind) == ("person.erased", "do")
        assert ledger.undo_step().id == step.id, "Undo offers what was done before it"
        assert ledger.at().history.get(ledger.last_operation()).step.code == "person.erased"
        assert set(ledger.at().history.get(ledger.last_operation()).step.detail) == {"count"}
        while ledger.undo_step() is not None:
            ledger.undo()
            assert ledger.erasing.preview(SPELLINGS) == ()
        while ledger.redo_step() is not None:
            ledger.redo()
            assert ledger.check() == []
        assert ledger.erasing.preview(SPELLINGS) == ()
    assert bytes_with(tmp_path, *WRITTEN) == []


def test_what_was_known_earlier_has_no_name_either(tmp_path: Path) -> None:
    clock = [datetime(2025, 7, 20, 9, 0, tzinfo=UTC)]
    with Ledger.create(tmp_path / "a.headwater", clock=lambda: clock[0]) as ledger:
        ledger.events.save(layoff(notes="Jürgen Löwe, for now"))
        clock[0] += timedelta(days=9)
        ledger.events.save(layoff(notes="nobody"), event_id=1)
        ledger.erasing.erase([NAME])
        (then,) = ledger.at(Scope(known_on=date(2025, 7, 21))).events.select_rows()
        assert then.notes == ", for now"


def test_the_same_file_again_adds_nothing_after_erasing(ledger: Ledger, tmp_path: Path) -> None:
    path = filled(ledger, tmp_path)
    ledger.erasing.erase(SPELLINGS)
    before = ledger.last_operation()
    report = imported(ledger, path)
    assert (report.new, report.duplicate) == (0, 3)
    assert ledger.last_operation() == before
    assert ledger.erasing.preview(SPELLINGS) == (), "nor does a file that brings nothing new leave its rows"


def test_a_cancelled_erasing_leaves_everything(ledger: Ledger, tmp_path: Path) -> None:
    class Stop(Progress):
        @property
        def cancelled(self) -> bool:
            return True

    filled(ledger, tmp_path)
    before = ledger.erasing.preview(SPELLINGS)
    with pytest.raises(CancelledError):
        ledger.erasing.erase(SPELLINGS, progress=Stop())
    assert ledger.erasing.preview(SPELLINGS) == before


def test_a_reader_in_between_only_delays_the_rewriting(ledger: Ledger, tmp_path: Path) -> None:
    filled(ledger, tmp_path)
    with Ledger.open(ledger.path, mode="read") as reader:
        reader.at(ALL).events.select_rows()
        ledger.erasing.erase(SPELLINGS)
        assert reader.erasing.preview(SPELLINGS) == ()
        assert reader.events.get(1).person == ""


@pytest.mark.parametrize("spellings", [[], [""], ["  "], ["–"], ["x"]])
def test_a_name_needs_letters(ledger: Ledger, spellings: list[str]) -> None:
    with pytest.raises(UserError, match=r"person\.name_missing"):
        ledger.erasing.preview(spellings)


def test_a_name_that_is_nowhere_leaves_no_step(ledger: Ledger) -> None:
    ledger.events.save(layoff())
    before = ledger.last_operation()
    with pytest.raises(UserError, match=r"person\.not_found"):
        ledger.erasing.erase(["Nobody Here"])
    assert ledger.last_operation() == before


def test_more_rows_than_are_told_apart(ledger: Ledger) -> None:
    with ledger.operation("import.applied", file="x", rows=700) as operation:
        for number in range(700):
            ledger.events.write(operation, layoff(f"N{number}", notes=f"{NAME} {number}", claims=()))
    change = ledger.erasing.erase([NAME])
    assert (change.detail["count"], change.ids("events")) == (700, None)
    assert ledger.at().history.get(ledger.last_operation()).step.code == "person.erased"


def test_copies_of_this_ledger_are_listed_and_others_are_not(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "other.headwater"):
        pass
    (tmp_path / "folder.headwater").mkdir()
    (tmp_path / "no ledger.headwater").write_text("no", encoding="utf-8")
    clock = datetime(2025, 7, 20, 9, 0, tzinfo=UTC)
    with Ledger.create(tmp_path / "a.headwater", clock=lambda: clock) as ledger:
        ledger.events.save(layoff(person=NAME))
        assert ledger.erasing.copies() == ()
        ledger.save_copy(tmp_path / "for my colleague.headwater")
        ledger.save_copy(tmp_path / "a.before-1-20250101-000000.headwater")
        elsewhere = tmp_path / "backups"
        elsewhere.mkdir()
        ledger.save_copy(elsewhere / "Monday.headwater")
        assert {copy.path.name for copy in ledger.erasing.copies()} == {
            "for my colleague.headwater", "a.before-1-20250101-000000.headwater",
        }  # fmt: skip
        found = ledger.erasing.copies([elsewhere, tmp_path / "missing"])
        assert "Monday.headwater" in {copy.path.name for copy in found}
        assert all(copy.size > 0 for copy in found)


@settings(max_examples=12)
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), min_size=3, max_size=20))
def test_whatever_was_done_before_no_undo_and_no_redo_brings_a_name_back(
    tmp_path_factory: pytest.TempPathFactory, deeds
) -> None:
    path = tmp_path_factory.mktemp("deeds") / "a.headwater"
    names = ["Scale AI", "Company 1", "Title 3", "TechCrunch"]
    with Ledger.create(path) as ledger:
        ledger.events.save(layoff())
        for deed, number in deeds:
            do(ledger, deed, number)
        if not ledger.erasing.preview(names):
            return
        ledger.erasing.erase(names)
    for move in (Ledger.undo, Ledger.redo):
        with Ledger.open(path) as ledger:
            assert ledger.erasing.preview(names) == ()
            while (ledger.undo_step() if move is Ledger.undo else ledger.redo_step()) is not None:
                move(ledger)
                assert ledger.check() == []
    data = path.read_bytes().lower()
    assert not [name for name in names if name.lower().encode() in data]


# How a name is found.


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Alexandr Wang leaves", "leaves"),
        ("ALEXANDR  WANG", ""),
        ("by Alexandr\nWang.", "by ."),
        ("Alexandr Wang's stake", "'s stake"),
        ("https://x.example/alexandr-wang-leaves", "https://x.example/-leaves"),
        ("https://x.example/?q=Alexandr%20Wang", "https://x.example/?q="),
        ("alexandr.wang@x.example", "@x.example"),
        ("Aléxandr Wa\u0301ng", ""),
        ("Alexandr Wangler", "Alexandr Wangler"),
        ("MrAlexandr Wang", "MrAlexandr Wang"),
        ("Alexandr", "Alexandr"),
        ("Wang Alexandr", "Wang Alexandr"),
        ("Alexandr Wang and Alexandr Wang", "and"),
        ("a Alexandr Wang b", "a b"),
    ],
)
def test_a_name_is_found_as_whole_words_however_it_is_written(text: str, left: str) -> None:
    name = Spellings(["Alexandr Wang"])
    assert name.without(text) == left
    assert name.found(text) == (text != left)


@given(before=st.text(), after=st.text(), middle=st.sampled_from([" ", "-", "\n", "  ", "%20", ", "]))
def test_what_is_cleaned_no_longer_has_the_name_and_loses_nothing_else(before: str, after: str, middle: str) -> None:
    name = Spellings(["Jürgen Löwe"])
    text = f"{before} JÜRGEN{middle}Löwe {after}"
    assert name.found(text)
    replaced = name.without(text, "X")
    assert not name.found(replaced)
    assert replaced.endswith(f" {after}") or name.found(after)
    assert not name.found(name.without(text))


@given(st.text())
def test_a_text_without_the_name_stays_the_same(text: str) -> None:
    assert Spellings(["Jürgen Löwe"]).without(text) == text


def test_no_table_has_a_column_that_is_neither_searched_nor_known_to_hold_no_name(ledger: Ledger) -> None:
    """A new column of text is searched without anybody having to think of it."""
    from db.curation.erase_person import _NOT_WRITTEN

    written = {
        row[1]
        for table in (*VERSIONED, "import_rows", "operations")
        for row in ledger.store.connection.execute(f"PRAGMA table_info({table})")
        if row[2] == "TEXT"
    } - _NOT_WRITTEN
    assert written == {
        "name", "notes", "publisher", "title", "url", "origin", "category", "file_name", "header", "mapping", "place",
        "unit", "reason", "person", "role", "tags", "wording", "percent_of", "note", "value", "cells", "detail",
        "actor", "published_words", "accessed_words", "announced_words", "effective_words", "until_words",
        "count_words", "percent_words", "base_words", "amount_words", "reference", "external_id", "words", "content",
    }  # fmt: skip
