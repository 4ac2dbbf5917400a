"""What a newer edition of a data set lacks is a finding, until it comes back, is denied, deleted or accepted."""

import pytest

from db.findings.table import Look
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.values import FindingKind, Status

ROWS = tuple(f"Firm {n},2025-01-{n:02},{n * 10}\n" for n in range(1, 31))
NINTH = ROWS[8]


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as made:
        bring(made, tmp_path, "first", ROWS)
        yield made


def bring(ledger, folder, name, rows):
    path = folder / f"{name}.csv"
    path.write_text("company,date,total_laid_off\n" + "".join(rows), encoding="utf-8")
    return run_import(ledger, path, default_plan(inspect_file(path)))


def without_ninth(extra):
    return [*(row for row in ROWS if row != NINTH), extra]


def gone(ledger):
    return [one for one in ledger.at().findings.all() if one.kind is FindingKind.GONE]


def test_a_row_that_a_newer_edition_lacks_is_a_finding_of_its_event(ledger, tmp_path):
    bring(ledger, tmp_path, "second", without_ninth("Firm 31,2025-01-31,5\n"))
    (found,) = gone(ledger)
    assert (found.event_ids, dict(found.values)) == ((9,), {"data_set": "first", "file": "second.csv"})
    ledger.findings.accept(found, "withdrawn, but it happened")
    assert [one.accepted for one in gone(ledger)] == [True]
    bring(ledger, tmp_path, "third", without_ninth("Firm 31,2025-01-31,5\nFirm 32,2025-02-01,5\n"))
    (again,) = gone(ledger)
    assert (again.accepted, dict(again.values)["file"]) == (True, "third.csv")


def test_it_goes_when_a_later_edition_has_it_again(ledger, tmp_path):
    bring(ledger, tmp_path, "second", without_ninth("Firm 31,2025-01-31,5\n"))
    bring(ledger, tmp_path, "third", [*ROWS, "Firm 31,2025-01-31,5\n", "Firm 32,2025-02-01,5\n"])
    assert gone(ledger) == []
    ledger.undo()
    assert len(gone(ledger)) == 1


def test_an_older_edition_that_comes_late_does_not_bring_it_back(ledger, tmp_path):
    bring(ledger, tmp_path, "second", without_ninth("Firm 31,2025-01-31,5\nFirm 40,2025-03-01,7\n"))
    bring(ledger, tmp_path, "oldest", [*ROWS[:20], "Firm 0,2025-01-02,3\n"])
    assert len(gone(ledger)) == 1


@pytest.mark.parametrize("how", ["delete", "deny", "undo"])
def test_it_goes_with_its_event_or_the_import(ledger, tmp_path, how):
    bring(ledger, tmp_path, "second", without_ninth("Firm 31,2025-01-31,5\n"))
    if how == "delete":
        ledger.events.delete([9])
    elif how == "deny":
        claims = (ClaimDraft(source=SourceDraft(publisher="Firm 9"), status=Status.DENIED),)
        ledger.events.save(EventDraft(kind="layoff", organization="Firm 9", claims=claims), event_id=9)
    else:
        ledger.undo()
    assert gone(ledger) == []


def test_after_every_change_it_is_as_of_a_new_look(ledger, tmp_path):
    found = Look().run(ledger.at())
    deeds = [
        lambda: bring(ledger, tmp_path, "second", without_ninth("Firm 31,2025-01-31,5\n")),
        lambda: ledger.undo(),
        lambda: ledger.redo(),
        lambda: ledger.events.delete([9]),
        lambda: ledger.undo(),
        lambda: bring(ledger, tmp_path, "third", [*ROWS, "Firm 31,2025-01-31,5\n", "Firm 32,2025-02-01,5\n"]),
        lambda: ledger.undo(),
    ]
    counts = []
    for deed in deeds:
        deed()
        found = ledger.at().findings.update(found, ledger.last_change)
        assert ledger.at().findings.marked(found) == ledger.at().findings.all()
        counts.append(sum(one.kind is FindingKind.GONE for one in found.all()))
    assert counts == [1, 0, 1, 0, 1, 0, 1]
