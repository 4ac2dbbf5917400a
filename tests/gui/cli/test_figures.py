"""Questions on the command line: rows, the reasons of a figure, and what is not taken."""

import csv
import io
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from db.figures.questions import QUESTIONS
from db.ledger import Ledger
from desktop.cli.main import main
from desktop.wording.figures.questions import question_title
from helpers import golden

DONE, PROBLEMS, USAGE, UNUSABLE = range(4)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("figures") / "a.headwater"
    with Ledger.create(path) as made:
        golden.fill(made)
    return path


def run(capfdbinary, *arguments):
    code = main([str(one) for one in arguments])
    said = capfdbinary.readouterr()
    return code, said.out.decode(), said.err.decode()


def test_a_question_is_answered_in_rows(ledger, tmp_path, capfdbinary):
    asked = ("figures", ledger, "--question", "people-per-period", "--per", "year")
    code, out, err = run(capfdbinary, *asked)
    assert (code, err) == (DONE, "")
    assert out.splitlines() == [
        "period,group,events,without_count,low,best,high",
        "2025,layoff,1,0,200,200,200",
        "2025,contractors_ended,1,0,500,500,500",
    ]
    code, out, err = run(capfdbinary, *asked, "--output", tmp_path / "out.csv")
    assert (code, err) == (DONE, "")
    assert "2 rows written" in out
    assert (tmp_path / "out.csv").read_text().startswith("period,group")


def test_json_says_the_formula_and_the_events_behind(ledger, capfdbinary):
    code, out, _err = run(capfdbinary, "figures", ledger, "--question", "people-by-field", "--by", "organization",
                          "--format", "json")  # fmt: skip
    assert code == DONE
    said = json.loads(out)
    assert "Sum of the counts" in said["formula"]
    assert said["inputs"]["by"] == "organization"
    assert [(cell["group"], cell["best"], len(cell["event_ids"])) for cell in said["cells"]] == [("Scale AI", 200, 1)]


def test_rules_and_moments_are_taken(ledger, capfdbinary):
    code, out, _err = run(capfdbinary, "figures", ledger, "--question", "vendors-in-trouble", "--days", "3650",
                          "--rules", "owner_changed=0", "--rules", "cuts=1")  # fmt: skip
    assert code == DONE
    assert '"share_cut, cuts, leaders_left, clients_lost"' in out
    code, out, _err = run(capfdbinary, "figures", ledger, "--question", "changed-since", "--then", "operation 4")
    assert code == DONE
    assert "sum,,layoff," in out


def test_every_question_is_listed_and_answers(ledger, capfdbinary):
    code, out, _err = run(capfdbinary, "figures", "--list")
    assert code == DONE
    for name, question in QUESTIONS.items():
        assert f"{name}: {question_title(name)}" in out
        code, rows, _err = run(capfdbinary, "figures", ledger, "--question", name, "--format", "json")
        assert code == DONE
        said = json.loads(rows)
        assert tuple(said["columns"]) == question.columns
        assert said["formula"]
        assert said["cells"] or said["refusals"]


def test_what_is_not_taken_is_a_sentence(ledger, capfdbinary):
    for arguments, part in (
        ((ledger, "--question", "nonsense"), "people-per-period"),
        ((ledger, "--question", "reasons", "--per", "year"), "--per"),
        ((ledger, "--question", "reasons", "--top", "0"), "--top"),
        ((ledger,), "--list"),
        ((ledger, "--question", "reasons", "--organization", "Nobody"), "Nobody"),
        ((ledger, "--question", "repeat-cuts", "--days", "0"), "--days"),
        ((ledger, "--question", "vendors-in-trouble", "--rules", "cuts=many"), "share_cut"),
        ((ledger, "--question", "changed-since", "--then", "nonsense"), "--then"),
    ):
        code, out, err = run(capfdbinary, "figures", *arguments)
        assert (code, out) == (USAGE, "")
        assert part in err
    code, out, err = run(capfdbinary, "figures", ledger, "--question", "reasons", "--organization", "OpenAI")
    assert (code, out.strip()) == (DONE, ",".join(QUESTIONS["reasons"].columns))
    assert "Nothing in this scope" in err


@pytest.mark.skipif("HEADWATER_CORPUS" not in os.environ, reason="the real files are not here")
def test_real_notices_add_up_as_pandas_adds_them(tmp_path, capfdbinary):
    path, made = Path(os.environ["HEADWATER_CORPUS"]) / "warn" / "wa.csv", tmp_path / "wa.headwater"
    assert run(capfdbinary, "import", path, "--into", made)[0] == DONE
    table = pd.read_csv(path)
    year = pd.to_datetime(table["Layoff Start Date"]).dt.year
    closing = table["Closure Layoff"].map({"Layoff": "layoff", "Closure": "site_closure"})
    by = table["# of Workers"].groupby([year, closing])
    _code, out, _err = run(capfdbinary, "figures", made, "--question", "people-per-period", "--per", "year")
    found = {(int(row["period"]), row["group"]): (int(row["events"]), int(row["best"]))
             for row in csv.DictReader(io.StringIO(out))}  # fmt: skip
    assert found == {key: (int(n), int(sum_)) for key, n, sum_ in zip(by.sum().index, by.size(), by.sum(), strict=True)}


@pytest.mark.skipif("HEADWATER_CORPUS" not in os.environ, reason="the real files are not here")
def test_real_contracts_and_headcounts_are_those_that_pandas_finds(tmp_path, capfdbinary):
    corpus, made = Path(os.environ["HEADWATER_CORPUS"]), tmp_path / "a.headwater"
    path = corpus / "headcount" / "tech_employment_2000_2025.csv"
    assert run(capfdbinary, "import", path, "--into", made)[0] == DONE
    table = pd.read_csv(path).set_index(["company", "year"])
    for name in ("AMD", "Intel"):
        _code, out, _err = run(capfdbinary, "figures", made, "--question", "headcount-bridge", "--per", "year",
                               "--organization", name, "--from", "2010-01-01", "--to", "2019-12-31")  # fmt: skip
        rows = {(int(row["period"]), row["group"]): float(row["best"]) for row in csv.DictReader(io.StringIO(out))}
        for year in range(2011, 2020):
            assert rows[year, "closing"] == table.loc[(name, year), "employees_end"]
            assert rows[year, "opening"] + rows[year, "unexplained"] == rows[year, "closing"]

    path, made = corpus / "relationships" / "contracts_ended_2025_us.csv", tmp_path / "b.headwater"
    run(capfdbinary, "import", path, "--into", made, "--map", "agency=client")
    _code, out, err = run(capfdbinary, "figures", made, "--question", "concentration")
    amounts = {row["group"]: float(row["best"]) for row in csv.DictReader(io.StringIO(out)) if row["group"] != "hhi"}
    once = pd.read_csv(path).dropna(subset=["vendor"]).drop_duplicates(["vendor", "agency", "piid"])
    sums = pd.to_numeric(once.value, errors="coerce").groupby(once.vendor.str.strip()).sum()
    other = [name for name, amount in amounts.items() if abs(amount - sums.get(name, -1)) > 1]
    assert len(amounts) > 500
    assert len(other) < 10, "but for rows that the import did not understand"
    assert "without a known amount: 17" in err
    _code, out, _err = run(capfdbinary, "figures", made, "--question", "relationship-survival")
    curve = [row for row in csv.DictReader(io.StringIO(out)) if row["group"] == "kaplan_meier"]
    best = [float(row["best"]) for row in curve]
    assert best == sorted(best, reverse=True)
    assert all(float(row["low"] or 0) <= float(row["best"]) <= float(row["high"] or 100) for row in curve)
