"""Every code the ledger speaks in has words, and the words hold the figures."""

import re
import string
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db import analysis, kinds
from db.analysis.series import Basis, Exclusion, Finding, FindingKind
from db.errors import LedgerError, UserError, WorldError
from db.operations import ChangeSet
from db.records import EventKind, Scope
from db.values import ImpreciseDate, KindGroup, Population, Quantity, RelationshipState, Status
from desktop import error_wording, wording
from desktop.conventions import NBSP

DB = Path(analysis.__file__).parents[1]

#: A dotted code in the source: an error, a problem of a row, or the name of an operation. One-letter prefixes are SQL.
CODE = re.compile(r'"([a-z]{2,}\.[a-z_]+)"')
RAISED = re.compile(r'(?:Error|Problem|super\(\).__init__)\(\s*(?:[a-z_]+, )?"([a-z_]+(?:\.[a-z_]+)?)"')
CELLS = re.compile(r'(?:bad=|Problem\([^)]*?|_missing\([^)]*?|code = |\[\], |, )"((?:date|number|cell|row)\.[a-z_]+)"')
TRANSLATED = re.compile(r'"SQLITE_\w*"[:,] "(ledger\.[a-z_]+)"')


def sources():
    return {path: path.read_text(encoding="utf-8") for path in sorted(DB.rglob("*.py"))}


def raised_codes():
    found = {code for text in sources().values() for find in (RAISED, CELLS, TRANSLATED) for code in find.findall(text)}
    assert {"ledger.locked", "ledger.moved", "row.gone", "check.twice", "file.empty", "cancelled"} <= found
    return sorted(code for code in found if "." in code or code == "cancelled")


@pytest.mark.parametrize("code", raised_codes())
def test_every_error_has_a_sentence(code):
    sentence = wording.error_sentence(LedgerError(code, path="/home/me/a.headwater", count=3, name="Acme"))
    assert error_wording.has_sentence(code), f"no sentence for {code}"
    assert code not in sentence
    assert "{" not in sentence
    assert sentence[-1] in ".!" or "xample: " in sentence


REASON = re.compile(r'(?:reason=|EdtfError\(|_Refused\(|NotUnderstood\(\w+, )"([a-z_]+)"')


def test_every_reason_of_a_parser_has_a_sentence():
    texts = {path.name: text for path, text in sources().items()}
    for family, files in {"date": ("edtf.py", "dates_grammar.py", "dates.py"), "number": ("quantities.py",)}.items():
        reasons = {reason for name in files for reason in REASON.findall(texts[name])}
        assert len(reasons) > 2
        assert [reason for reason in sorted(reasons) if not error_wording.has_sentence(f"{family}.{reason}")] == []


def test_every_other_code_is_an_operation_with_words():
    operations = re.compile(r'(?:operation\(\s*|\bcode = |if \w+ is None else |else )"([a-z]{2,}\.[a-z_]+)"')
    found = {code for text in sources().values() for code in operations.findall(text)}
    assert {"event.added", "event.deleted", "organization.edited"} <= found
    unworded = [
        code
        for code in sorted(found)
        if not error_wording.has_sentence(code)
        and wording.operation_sentence(code, {"count": 2, "name": "x", "file": "x"}) == code
    ]
    assert unworded == []


def test_every_value_of_a_vocabulary_has_a_word():
    for kind in kinds.BUILT_IN:
        assert wording.kind_name(kind) != kind.code
    for name, values in (
        (wording.group_name, KindGroup),
        (wording.population_name, Population),
        (wording.status_name, Status),
        (wording.state_name, RelationshipState),
        (wording.basis_name, Basis),
        (wording.finding_name, FindingKind),
    ):
        words = [name(value) for value in values]
        assert len(set(words)) == len(words)
        assert not any("_" in word for word in words)
    assert wording.exclusion_name(Exclusion.NONE) == ""


def test_own_kinds_show_their_name():
    own = EventKind(code="early", group=KindGroup.WORKFORCE, name="<b>Early & out")
    assert wording.kind_name(own) == "<b>Early & out"


def test_error_sentences_name_the_file_and_the_holder():
    assert "“q3.headwater”" in wording.error_sentence(WorldError("ledger.newer", path="/x/q3.headwater", version=9))
    assert "desk · 12" in wording.error_sentence(WorldError("ledger.in_use", holder="desk · 12"))
    assert "somebody else" in wording.error_sentence(WorldError("ledger.in_use", holder=""))
    one, many = (wording.error_sentence(UserError("source.in_use", name="Reuters", count=n)) for n in (1, 1200))
    assert one.startswith("1 claim rests on")
    assert many.startswith("1,200 claims rest on")


def test_a_brace_in_a_name_is_no_placeholder():
    assert "{0} {x}" in wording.error_sentence(UserError("organization.exists", name="{0} {x}", id=1))
    assert wording.operation_sentence("organization.added", {"name": "{kind}"}) == "Added organization {kind}"


def test_operations_for_status_line_and_menu():
    added = {"kind": "layoff", "event": 4, "organization": "Scale AI"}
    assert wording.operation_sentence("event.added", added) == "Added Layoff: Scale AI"
    assert wording.operation_sentence("event.added", added, "undo") == "Undid: Add Layoff: Scale AI"
    change = ChangeSet(1, "event.deleted", {"count": 1}, "redo", {})
    assert wording.change_sentence(change) == "Redid: Delete 1 Event"
    own = {"own": EventKind(code="own", group=KindGroup.STRATEGY, name="Rebranding")}
    detail = {"kind": "own", "organization": "Acme"}
    assert wording.operation_sentence("event.edited", detail, kinds=own) == "Saved Rebranding: Acme"


def test_scope_sentence():
    names = {3: "Scale AI", 4: "Meta"}
    scope = Scope(organization_ids=(3,), known_on=date(2025, 7, 21))
    assert (
        wording.scope_sentence(scope, names) == "Scale AI · all dates · reported or better · as known on 21 July 2025"
    )
    scope = Scope(
        organization_ids=(3, 4), first=date(2025, 1, 1), last=date(2025, 12, 31), minimum_status=Status.RUMORED,
        kinds=("layoff",), known_operation=17, known_on=date(2025, 7, 21), text=" data ",
    )  # fmt: skip
    assert wording.scope_sentence(scope, names) == (
        "Scale AI and Meta · 2025 · rumored or better · only Layoff · containing “data” · as known at operation 17"
    )
    assert wording.scope_sentence(Scope(), {}).startswith("all organizations · all dates")


def finding(kind, **values):
    return Finding(kind=kind, organization_id=3, event_ids=(1,), values=tuple(values.items()))


def test_finding_sentences_carry_the_arithmetic():
    implied = finding(
        FindingKind.IMPLIED_BASE,
        count=Quantity.exact(305),
        percent=Quantity(2.5, 3, 3.5),
        implied=Quantity(305 / 0.035, 305 / 0.03, 305 / 0.025),
        stated=Quantity.exact(228_000),
        day=date(2025, 6, 30),
    )
    sentence = "305 and 3% imply 8,714–12,200 employees; reported before: 228,000."
    assert wording.finding_sentence(implied) == sentence
    assert wording.finding_sentence(implied, {3: "Scale AI"}) == "Scale AI: " + sentence
    own = replace(implied, values=implied.values[:-1])  # without a day, the base is the claim's own
    assert wording.finding_sentence(own) == sentence.replace("reported before:", "the claim itself states")
    percent = finding(
        FindingKind.CONTRADICTED, field="percent", low=Quantity.exact(7), high=Quantity.exact(14), claims=2
    )
    assert wording.finding_sentence(percent) == "Percentage: 2 claims do not overlap, from 7% to 14%."
    days = finding(
        FindingKind.CONTRADICTED, field="announced", low=date(2025, 7, 14), high=ImpreciseDate.day(date(2025, 7, 16))
    )
    assert wording.finding_sentence(days).endswith("from 14 July 2025 to 16 July 2025.")
    gap = finding(
        FindingKind.NOT_RECONCILED,
        expected=Quantity.exact(1200), stated=Quantity.exact(1000), gap=Quantity.exact(-200), day=date(2025, 8, 1),
    )  # fmt: skip
    assert wording.finding_sentence(gap) == (
        "On 1 August 2025 the known changes lead to 1,200, but 1,000 was reported: −200 unexplained."
    )


def test_the_sentence_of_a_duplicate_says_why():
    def said(names=None, **values):
        return wording.finding_sentence(finding(FindingKind.POSSIBLE_DUPLICATE, **values), names).replace(NBSP, " ")

    both = {"count": Quantity.exact(200), "other_count": Quantity(150, 200, 250)}
    assert said({3: "Acme"}, days=2, **both) == (
        "Acme: Same organization and kind, 2 days apart, 200 and ≈ 200 (150–250): they may be one event."
    )
    assert said(days=0, other_count=Quantity.exact(7)) == (
        "Same organization and kind, dates agree, 7 in one of them: they may be one event."
    )
    assert said(days=1, one_kind="layoff", other_kind="site_closure", **both).startswith(
        "Same organization, Layoff and Site closure, 1 day apart, "
    )
    assert said({3: "Acme", 4: "ACME Inc."}, days=1, other=4).startswith("“Acme” and “ACME Inc.”, 1 day apart")
    assert said(name="Acme", other_name="ACME Inc.", other=4).startswith("“Acme” and “ACME Inc.” are written alike")


@pytest.mark.parametrize("kind", FindingKind)
def test_every_finding_has_a_sentence_with_or_without_values(kind):
    bare = wording.finding_sentence(finding(kind))
    assert bare
    assert "{" not in bare


@pytest.mark.parametrize("table", [wording.OPERATIONS, error_wording.ERRORS])
def test_placeholders_are_named(table):
    for texts in table.values():
        for text in texts if isinstance(texts, tuple) else (texts,):
            assert all(name is None or name for _, name, _, _ in string.Formatter().parse(text)), text


def test_problems_of_a_field_name_the_text_and_an_example():
    assert "31.02.2025" in wording.date_problem("impossible_date", "31.02.2025")
    assert "Example: ~200" in wording.quantity_problem("not_understood", "a lot")
