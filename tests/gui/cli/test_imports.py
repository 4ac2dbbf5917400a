"""``headwater imports``, ``--dataset`` and ``--match``: editions named, listed, and told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.ledger import Ledger
from desktop.cli.main import main

FIRST = "company,date,total_laid_off\n" + "".join(f"Firm {n},2025-01-{n:02},{n * 10}\n" for n in range(1, 21))
HALF = "company,date,total_laid_off\n" + "".join(
    f"Firm {n},2025-01-{n:02},{n * 10}\n" if n < 7 else f"Other {n},2025-01-{n:02},5\n" for n in range(1, 21)
)
PAPERS = """organization,kind,announced,count,source_publisher,source_url
Acorn,reported headcount,2025-06-30,1400,A,https://example.org/a
Acorn,layoff,2025-07-16,200,Paper One,https://one.example/1
Acorn,layoff,2025-07-17,220,Paper Two,https://two.example/2
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "a.headwater"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_imported_is_listed_edition_by_edition(ledger, tmp_path, capsys) -> None:
    run(capsys, "import", written(tmp_path, "tracker.csv", FIRST), "--into", ledger, "--dataset", "Tracker")
    newer = FIRST.replace("Firm 3,2025-01-03,30", "Firm 3,2025-01-03,33").replace("Firm 9,2025-01-09,90\n", "")
    run(capsys, "import", written(tmp_path, "newer.csv", newer + "Firm 21,2025-01-21,9\n"), "--into", ledger)
    code, out, _ = run(capsys, "imports", ledger, "--json")
    newest, first = json.loads(out)
    assert code == 0
    assert (newest["data_set"], newest["file"], first["data_set"]) == ("Tracker", "newer.csv", "Tracker")
    assert (newest["new"], newest["amends"], newest["duplicate"], newest["gone"]) == (1, 1, 18, 1)
    code, out, _ = run(capsys, "imports", ledger)
    assert "1 row of the edition before is not in this one." in out


def test_a_file_that_may_be_an_edition_is_asked_about(ledger, tmp_path, capsys) -> None:
    run(capsys, "import", written(tmp_path, "tracker.csv", FIRST), "--into", ledger, "--dataset", "Tracker")
    half = written(tmp_path, "half.csv", HALF)
    code, _, err = run(capsys, "import", half, "--into", ledger)
    assert code != 0
    assert "Tracker" in err
    assert "--dataset" in err
    (asked,) = json.loads(run(capsys, "import", half, "--into", ledger, "--json")[1])["asked"]
    assert asked["question"] == "data_set"
    assert [one["option"] for one in asked["choices"]] == ["--dataset Tracker", "--dataset half"]
    with Ledger.open(ledger, mode="read") as opened:
        assert opened.at().events.count() == 20, "nothing was written"
    assert run(capsys, "import", half, "--into", ledger, "--dataset", "Other tracker")[0] == 0
    assert {one["data_set"] for one in json.loads(run(capsys, "imports", ledger, "--json")[1])} == {
        "Tracker", "Other tracker",
    }  # fmt: skip


@pytest.mark.parametrize(("match", "events"), [("propose", 3), ("separate", 3), ("join", 2)])
def test_two_papers_about_one_event(match: str, events: int, ledger, tmp_path, capsys) -> None:
    run(capsys, "import", written(tmp_path, "papers.csv", PAPERS), "--into", ledger, "--match", match)
    with Ledger.open(ledger, mode="read") as opened:
        assert opened.at().events.count() == events
        layoffs = [row for row in opened.at().events.select_rows() if row.kind == "layoff"]
        if match == "join":
            assert [claim.count.best for claim in opened.events.claims(layoffs[0].id)] == [200, 220]


def test_a_paper_that_comes_in_another_file_is_joined(ledger, tmp_path, capsys) -> None:
    header, level, one, two = PAPERS.splitlines(keepends=True)
    run(capsys, "import", written(tmp_path, "one.csv", header + level + one), "--into", ledger)
    second = written(tmp_path, "two.csv", header + two)
    code, out, _ = run(capsys, "import", second, "--into", ledger, "--match", "join", "--dataset", "Two", "--json")
    assert (code, json.loads(out)["new_claim"]) == (0, 1)


def test_the_next_edition_of_a_data_set_is_read_as_its_last_one(ledger, tmp_path, capsys) -> None:
    text = "Wer,Wann,Was,Zahl\n" + "".join(f"Firm {n},2025-01-{n:02},Ende,{n * 10}\n" for n in range(1, 9))
    said = ("--map", "Wer=organization", "--map", "Was=kind", "--map", "Zahl=count", "--map", "Wann=announced",
            "--map-kind", "Ende=site_closure", "--match", "join", "--days", "30")  # fmt: skip
    first = written(tmp_path, "first.csv", text)
    assert run(capsys, "import", first, "--into", ledger, "--dataset", "Ours", *said)[0] == 0
    newer = written(tmp_path, "newer.csv", text + "Firm 9,2025-01-09,Ende,5\n")
    code, out, err = run(capsys, "import", newer, "--into", ledger, "--dataset", "ours", "--json")
    assert (code, json.loads(out)["new"], json.loads(out)["duplicate"]) == (0, 1, 8)
    assert "Read as the last edition of “ours”" in err
    other = written(tmp_path, "other.csv", "company,date,total_laid_off\nAcorn,2025-01-01,9\n")
    code, _, err = run(capsys, "import", other, "--into", ledger, "--dataset", "Ours")
    assert code == 0
    assert "Not read as the last edition of “Ours”: the file has no column Wer" in err


def test_one_organization_is_the_side_of_contracts_that_has_no_column(ledger, tmp_path, capsys) -> None:
    contracts = written(tmp_path, "c.csv", "Kunde;Vertragsnummer;Beginn;Ende\nAcorn AG;V1;01.01.2024;31.12.2025\n")
    assert run(capsys, "import", contracts, "--into", ledger, "--organization", "Ours Ltd")[0] == 0
    with Ledger.open(ledger, mode="read") as opened:
        rows = opened.store.connection.execute("SELECT vendor, client, reference FROM v_relationships").fetchall()
    assert [tuple(row) for row in rows] == [("Ours Ltd", "Acorn AG", "V1")]
    both = written(tmp_path, "both.csv", "Lieferant;Kunde;Beginn;Laufzeit bis\nWe;Acorn AG;01.01.2024;31.12.2025\n")
    code, _, err = run(capsys, "import", both, "--into", ledger, "--organization", "Ours Ltd")
    assert (code, "--organization" in err) == (2, True)
