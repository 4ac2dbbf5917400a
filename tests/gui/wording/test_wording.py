"""Every code the ledger speaks in has words, and the words hold the figures."""

import re
import string
from dataclasses import replace
from datetime import date

import pytest

from db.analysis.quality import Quality
from db.analysis.series import Basis, Exclusion, Finding, FindingKind
from db.errors import LedgerError, UserError, WorldError
from db.model import kinds
from db.model.records import EventKind
from db.model.values import ImpreciseDate, KindGroup, Population, Quantity, RelationshipState, Status
from db.store.operations import ChangeSet
from desktop.wording import codes, errors, i18n
from desktop.wording.changes import steps
from desktop.wording.figures import questions as figures
from desktop.wording.figures.quality import quality_parts
from desktop.wording.findings import OWN_BASE, SENTENCES, finding_name, finding_sentence
from desktop.wording.language.conventions import NBSP
from helpers.places import ROOT

DB = ROOT / "db"

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
    sentence = codes.error_sentence(LedgerError(code, path="/home/me/a.headwater", count=3, name="Acme"))
    assert errors.has_sentence(code), f"no sentence for {code}"
    assert code not in sentence
    assert "{" not in sentence
    assert sentence[-1] in ".!" or "xample: " in sentence


REASON = re.compile(r'(?:reason=|EdtfError\(|Refused\(|NotUnderstood\(\w+, )"([a-z_]+)"')


def test_every_reason_of_a_parser_has_a_sentence():
    reading = {path.relative_to(DB / "reading"): text for path, text in sources().items() if "reading" in path.parts}
    date = [text for path, text in reading.items() if path.parts[0] in ("edtf.py", "dates.py", "date_grammar")]
    number = [text for path, text in reading.items() if path.parts[0] in ("quantities.py", "quantity_grammar")]
    for family, texts in {"date": date, "number": number}.items():
        reasons = {reason for text in texts for reason in REASON.findall(text)}
        assert len(reasons) > 2
        assert [reason for reason in sorted(reasons) if not errors.has_sentence(f"{family}.{reason}")] == []


def test_every_other_code_is_an_operation_with_words():
    operations = re.compile(r'(?:operation\(\s*|\bcode = |if \w+ is None else |else )"([a-z]{2,}\.[a-z_]+)"')
    found = {code for text in sources().values() for code in operations.findall(text)}
    assert {"event.added", "event.deleted", "organization.edited"} <= found
    unworded = [
        code
        for code in sorted(found)
        if not errors.has_sentence(code)
        and code not in figures.REFUSALS
        and steps.operation_sentence(code, {"count": 2, "name": "x", "file": "x"}) == code
    ]
    assert unworded == []


def test_every_value_of_a_vocabulary_has_a_word():
    for kind in kinds.BUILT_IN:
        assert codes.kind_name(kind) != kind.code
    for name, values in (
        (codes.group_name, KindGroup),
        (codes.population_name, Population),
        (codes.status_name, Status),
        (codes.state_name, RelationshipState),
        (codes.basis_name, Basis),
        (finding_name, FindingKind),
    ):
        words = [name(value) for value in values]
        assert len(set(words)) == len(words)
        assert not any("_" in word for word in words)
    assert codes.exclusion_name(Exclusion.NONE) == ""


def test_own_kinds_show_their_name():
    own = EventKind(code="early", group=KindGroup.WORKFORCE, name="<b>Early & out")
    assert codes.kind_name(own) == "<b>Early & out"


def test_error_sentences_name_the_file_and_the_holder():
    assert "“q3.headwater”" in codes.error_sentence(WorldError("ledger.newer", path="/x/q3.headwater", version=9))
    assert "desk · 12" in codes.error_sentence(WorldError("ledger.in_use", holder="desk · 12"))
    assert "somebody else" in codes.error_sentence(WorldError("ledger.in_use", holder=""))
    one, many = (codes.error_sentence(UserError("source.in_use", name="Reuters", count=n)) for n in (1, 1200))
    assert one.startswith("1 claim rests on")
    assert many.startswith("1,200 claims rest on")


def test_a_brace_in_a_name_is_no_placeholder():
    assert "{0} {x}" in codes.error_sentence(UserError("organization.exists", name="{0} {x}", id=1))
    assert steps.operation_sentence("organization.added", {"name": "{kind}"}) == "Added organization {kind}"


def test_operations_for_status_line_and_menu():
    added = {"kind": "layoff", "event": 4, "organization": "Scale AI"}
    assert steps.operation_sentence("event.added", added) == "Added Layoff: Scale AI"
    assert steps.operation_sentence("event.added", added, "undo") == "Undone: Layoff, Scale AI, added"
    change = ChangeSet(1, "event.deleted", {"count": 1}, "redo", {})
    assert steps.change_sentence(change) == "Redone: 1 event deleted"
    own = {"own": EventKind(code="own", group=KindGroup.STRATEGY, name="Rebranding")}
    detail = {"kind": "own", "organization": "Acme"}
    assert steps.operation_sentence("event.edited", detail, kinds=own) == "Saved Rebranding: Acme"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("code", sorted(steps.OPERATIONS))
def test_every_operation_is_worded_whatever_its_detail_holds(code, language):
    i18n.use(language)
    try:
        for kind in ("do", "undo", "redo"):
            said = steps.operation_sentence(code, {}, kind)
            assert said
            assert "{" not in said
    finally:
        i18n.use("en")


def test_a_migration_names_the_version():
    assert steps.operation_sentence("ledger.migrated", {"version": 2}) == "Brought the ledger to version 2"


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
    sentence = "305 and 3% imply 8,700–12,200 employees, but 228,000 were reported before."
    assert finding_sentence(implied) == sentence
    assert finding_sentence(implied, {3: "Scale AI"}) == "Scale AI: " + sentence
    own = replace(implied, values=implied.values[:-1])  # without a day, the base is the claim's own
    assert finding_sentence(own) == "305 and 3% imply 8,700–12,200 employees; the claim itself states 228,000."
    assert "contingent workers" in finding_sentence(replace(own, field="contingent"))
    assert "imply 8,700–12,200 contingent workers, but" in finding_sentence(replace(implied, field="contingent"))
    percent = finding(
        FindingKind.CONTRADICTED, field="percent", low=Quantity.exact(7), high=Quantity.exact(14), claims=2
    )
    assert finding_sentence(percent) == "2 claims disagree on “Percentage”, from 7% to 14%."
    days = finding(
        FindingKind.CONTRADICTED, field="announced", low=date(2025, 7, 14), high=ImpreciseDate.day(date(2025, 7, 16))
    )
    assert finding_sentence(days).endswith("from 14 July 2025 to 16 July 2025.")
    gap = finding(
        FindingKind.NOT_RECONCILED,
        expected=Quantity.exact(1200), stated=Quantity.exact(1000), gap=Quantity.exact(-200), day=date(2025, 8, 1),
    )  # fmt: skip
    assert finding_sentence(gap) == (
        "On 1 August 2025 the known changes lead to 1,200, but 1,000 was reported; −200 is unexplained."
    )


def test_the_sentence_of_a_duplicate_says_why():
    def said(names=None, **values):
        return finding_sentence(finding(FindingKind.POSSIBLE_DUPLICATE, **values), names).replace(NBSP, " ")

    both = {"count": Quantity.exact(200), "other_count": Quantity(150, 200, 250)}
    assert said({3: "Acme"}, days=2, **both) == (
        "Acme: Same organization and kind, 2 days apart, 200 and ≈ 200 (150–250); they may be one event."
    )
    assert said(days=0, other_count=Quantity.exact(7)) == (
        "Same organization and kind, dates agree, 7 in one of them; they may be one event."
    )
    assert said(days=1, one_kind="layoff", other_kind="site_closure", **both).startswith(
        "Same organization, Layoff and Site closure, 1 day apart, "
    )
    assert said({3: "Acme", 4: "ACME Inc."}, days=1, other=4).startswith("“Acme” and “ACME Inc.”, 1 day apart")
    assert said(name="Acme", other_name="ACME Inc.", other=4).startswith(
        "“Acme” and “ACME Inc.” differ only in legal form"
    )


@pytest.mark.parametrize("kind", FindingKind)
def test_every_finding_has_a_sentence_with_or_without_values(kind):
    bare = finding_sentence(finding(kind))
    assert bare
    assert "{" not in bare


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_finding_with_its_organization_has_one_colon(language):
    i18n.use(language)
    try:
        texts = [text for of_kind in SENTENCES.values() for text in of_kind]
        assert [text for text in (*texts, *OWN_BASE) if ":" in i18n._(text)] == []
    finally:
        i18n.use("en")


@pytest.mark.parametrize("table", [steps.OPERATIONS, errors.ERRORS])
def test_placeholders_are_named(table):
    for texts in table.values():
        for text in texts if isinstance(texts, tuple) else (texts,):
            assert all(name is None or name for _, name, _, _ in string.Formatter().parse(text)), text


def test_problems_of_a_field_name_the_text_and_an_example():
    assert "31.02.2025" in codes.date_problem("impossible_date", "31.02.2025")
    assert "Example: ~200" in codes.quantity_problem("not_understood", "a lot")


def test_new_doubts_are_told_with_their_arithmetic():
    said = {"count": Quantity.exact(200), "percent": Quantity(9.5, 10, 10.5), "day": date(2024, 5, 31)}
    level = Quantity(1904.76, 2000, 2105.26)
    apart = finding(
        FindingKind.IMPLIED_APART, **said, implied=level, expected=Quantity(852.4, None, 952.6), factor=1.9995
    )
    assert finding_sentence(apart) == (
        "200 and 10% imply a headcount of 1,900–2,110 on 31 May 2024, but the one implied before leads to 852–953, "
        "2 times apart."
    )
    around = {"expected": Quantity.exact(194_000), "after": Quantity(200_000, 225_000, 257_143)}
    assert finding_sentence(finding(FindingKind.IMPLIED_ASIDE, **said, implied=level, **around)) == (
        "200 and 10% imply a headcount of 1,900–2,110 on 31 May 2024, but the one before leads to 194,000 and the next "
        "is ≈\u00a0225,000 (200,000–258,000), so it is set aside."
    )
    moved = finding(
        FindingKind.IMPLIED_BASE, **said, implied=level, stated=Quantity.exact(700), reported=Quantity.exact(1400)
    )
    assert finding_sentence(moved) == (
        "200 and 10% imply 1,900–2,110 employees, but 1,400 reported on 31 May 2024 and what changed since leave 700."
    )
    told = {"base": Quantity.exact(2400), "stated": Quantity.exact(1400), "day": date(2024, 5, 31)}
    sentence = finding_sentence(finding(FindingKind.IMPLIED_BASE, **told))
    assert sentence == "A base of 2,400 is stated, but 1,400 were reported before."
    early = ImpreciseDate.day(date(1899, 12, 31))
    dated = finding(FindingKind.DATE_IMPLAUSIBLE, field="announced", why="early", date=early)
    assert finding_sentence(dated) == "“Announced” is 31 December 1899, before 1900."
    twice = finding(
        FindingKind.POSSIBLE_DUPLICATE, days=2, count=Quantity.exact(350), other_count=Quantity.exact(400),
        difference=Quantity.exact(50),
    )  # fmt: skip
    assert finding_sentence(twice) == (
        "Same organization and kind, 2 days apart, 350 and 400 (50 apart); they may be one event, told with two "
        "figures."
    )


def test_that_nothing_is_contradicted_needs_no_word():
    assert not any("contradicted" in part for part in quality_parts(Quality(events=10, confirmed=0)))
    assert any("confirmed" in part for part in quality_parts(Quality(events=10, confirmed=0)))
    parts = quality_parts(Quality(events=10, contradicted=1))
    assert [part.replace("\N{NO-BREAK SPACE}", " ") for part in parts][-1] == "1 contradicted (10%)"
