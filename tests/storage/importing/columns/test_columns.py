"""What a file's columns mean, and what its cells prove, is decided on the whole file."""

import os
from pathlib import Path

import pytest

from db.importing.cells.words import normalized
from db.importing.columns.profile import (
    ColumnProfile,
    DateEvidence,
    Profiler,
    date_evidence,
    date_order_of,
    decimal_of,
    profile_rows,
)
from db.importing.columns.proposing import Proposal, propose
from db.importing.fields import DATE_FIELDS, NUMBER_FIELDS, Field, Shape
from db.importing.file.dialect import detect
from db.importing.file.reader import RowReader
from db.reading.dates import DateOrder
from helpers.places import DATA
from helpers.work import calls


def profile(*values: str) -> ColumnProfile:
    return profile_rows([[(line, [value]) for line, value in enumerate(values, 2)]], 1)[0]


def read(path: Path) -> tuple[tuple[str, ...], Proposal, tuple[ColumnProfile, ...]]:
    dialect = detect(path)
    profiles = profile_rows((batch.rows for batch in RowReader(path, dialect).batches()), dialect.width)
    return dialect.header, propose(dialect.header, profiles), profiles


def meaning(header: list[str], *rows: list[str]) -> tuple[Shape, dict[str, str]]:
    """Shape and header -> field for a small file; without rows every column is empty."""
    table = [(line, row) for line, row in enumerate(rows, 2)] or [(2, [""] * len(header))]
    proposal = propose(header, profile_rows([table], len(header)))
    fields = {header[c.index]: c.field.value for c in proposal.columns if c.field is not Field.IGNORE}
    return proposal.shape, fields


# Profiles


def test_null_words_are_absent_not_text_and_not_zero():
    column = profile("", "NULL", " n/a ", "–", "no-data", "Unknown", "0", "12")
    assert (column.rows, column.filled) == (8, 2)
    assert column.null_words == {"NULL", "n/a", "–", "no-data", "Unknown"}
    assert (column.minimum, column.maximum) == (0, 12)
    assert column.texts == 0


def test_null_words_can_be_chosen():
    profiler = Profiler(1, null_words={"keine Angabe"})
    profiler.add([(2, ["Keine Angabe"]), (3, ["n/a"]), (4, [""])])
    (column,) = profiler.result()
    assert (column.filled, column.null_words) == (1, {"Keine Angabe"})


@pytest.mark.parametrize(
    ("values", "evidence", "order"),
    [
        (("1/28/2026", "3/4/2026"), DateEvidence.MDY, DateOrder.MDY),
        (("28/1/2026", "3/4/2026"), DateEvidence.DMY, DateOrder.DMY),
        (("2026-01-28", "2026-02-03"), DateEvidence.YMD, DateOrder.YMD),
        (("03.04.2026", "05.06.2026"), DateEvidence.DMY, DateOrder.DMY),
        (("3/4/2026", "2026-01-28"), DateEvidence.AMBIGUOUS, None),
        (("5/5/2026", "7/7/2026"), DateEvidence.NONE, None),
        (("28/1/2026", "1/28/2026"), DateEvidence.CONFLICT, None),
        (("9/1/2023 to 10/13/2023", "TBD"), DateEvidence.MDY, DateOrder.MDY),
        (("soon", "12 of 14"), DateEvidence.NONE, None),
    ],
)
def test_order_of_day_and_month(values, evidence, order):
    assert profile(*values).date_evidence is evidence
    assert date_order_of(profile(*values)) is order


def test_the_order_is_decided_on_the_whole_file_and_not_by_one_odd_cell():
    rows = [(line, [f"{1 + line % 12}/{1 + line % 11}/2025"]) for line in range(10_000)]
    batches = [rows[at : at + 1000] for at in range(0, 10_000, 1000)]
    assert date_order_of(*profile_rows(batches, 1)) is None
    odd = profile_rows([*batches, [(10_001, ["1/13/2025"])]], 1)
    assert (date_order_of(*odd), date_evidence(odd)) == (None, DateEvidence.AMBIGUOUS)
    assert odd[0].proofs == ["1/13/2025"]
    assert "12/1/2025" in odd[0].doubts
    last = [(10_001, [f"{month}/{day}/2025"]) for month in range(1, 13) for day in range(13, 28)]
    assert date_order_of(*profile_rows([*batches, last], 1)) is DateOrder.MDY


@pytest.mark.parametrize(
    ("sure", "either", "odd", "order"),
    [
        (1, 3, 0, None),  # one cell of four
        (1, 1, 0, DateOrder.MDY),
        (2, 8, 0, DateOrder.MDY),
        (2, 9, 0, None),
        (50, 0, 1, DateOrder.MDY),
        (49, 0, 1, None),
    ],
)
def test_an_order_beyond_doubt(sure, either, odd, order):
    texts = [f"1/{13 + n % 19}/{2000 + n}" for n in range(sure)]
    texts += [f"1/2/{2000 + n}" for n in range(either)] + [f"13/1/{2000 + n}" for n in range(odd)]
    assert date_order_of(profile(*texts)) is order


def test_one_typing_error_does_not_overturn_what_many_dates_prove():
    many = [f"{month}/{day}/2025" for month in range(1, 13) for day in range(13, 29)]
    assert date_order_of(profile(*many, "30/11/2025")) is DateOrder.MDY


def test_the_columns_of_a_file_prove_one_order_together():
    ambiguous, clear = profile("3/4/2026"), profile("1/28/2026")
    assert date_evidence([ambiguous]) is DateEvidence.AMBIGUOUS
    assert date_order_of(ambiguous, clear) is DateOrder.MDY


@pytest.mark.parametrize(
    ("values", "decimal"),
    [
        (("1.400,50", "7"), ","),
        (("1,400.50", "7"), "."),
        (("2,5 %", "14 %"), ","),
        (("16000.0", "1,400"), "."),
        (("1.400.000",), ","),
        (("1,400,000",), "."),
        (("0.140",), "."),
        (("1.400", "2.500"), None),
        (("1,400",), None),
        (("12", "14"), None),
        (("1,5", "2.5"), None),
    ],
)
def test_decimal_separator(values, decimal):
    assert decimal_of(profile(*values)) == decimal


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (("0.14", "1.0", "0", ""), "share"),
        (("0,14",), "share"),
        (("14", "3", "7", "0.5"), "percent"),
        (("14", "0.5"), None),
        (("1%", "0.5%"), "percent"),
        (("", "NULL"), "percent"),
        ((*(f"0.{n}" for n in range(10, 48)), "14", "7"), "share"),
        ((*(f"0.{n}" for n in range(10, 28)), "14"), None),
    ],
)
def test_shares_of_one_are_told_from_percent(values, scale):
    assert profile(*values).percent_scale == scale


def test_street_names_are_no_months():
    column = profile("12 Market Street", "4 Augustine Ave", "3 Decatur Road")
    assert column.dates == 0
    assert profile("March 15, 2023", "15. März 2023", "3 Okt 2024", "15Jan2023").dates == 4


# Proposals


def test_known_words_keep_their_meaning_whatever_the_cells_look_like():
    proposal = propose(
        ["company", "date", "laid off"], [profile("Acme", "7"), profile("blue", "green"), profile("x", "5")]
    )
    assert [column.field for column in proposal.columns] == [Field.ORGANIZATION, Field.ANNOUNCED, Field.COUNT]
    assert [column.read for column in proposal.columns[1:]] == [0, 0.5]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("# Laid Off", "number laid off"),
        ("%", "percent"),
        ("total_laid_off", "total laid off"),
        ("LayoffStartDate", "layoff start date"),
        ("  Veröffentlicht am:", "veroeffentlicht am"),
        ("Closure/Layoff?", "closure layoff"),
    ],
)
def test_header_names_become_words(name, words):
    assert normalized(name) == words


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["Unternehmen", "Ort", "Anzahl", "Anteil", "Datum", "Quelle", "Bemerkung"],
            ["organization", "place", "count", "percent", "announced", "source_url", "notes"],
        ),
        (
            ["Company", "Location", "Layoff Start Date", "# of Workers", "Closure Layoff", "Type of Layoff",
             "Received Date"],
            ["organization", "place", "effective", "count", "closure_flag", "temporary_flag", "announced"],
        ),
        (
            ["notice_date", "received_date", "company", "num_employees", "layoff_or_closure"],
            ["announced", None, "organization", "count", "closure_flag"],
        ),
        (["Angekündigt am", "Wirksam ab", "Wirksam bis"], ["announced", "effective", "until"]),
        (["Lay Off Date", "LayOff_Date"], ["effective", None]),
        (["funds_raised", "industry", "stage"], [None, None, None]),
    ],
)  # fmt: skip
def test_headers_in_english_and_german(header, expected):
    _, fields = meaning(header)
    assert [fields.get(name) for name in header] == expected


def test_every_field_is_found_by_its_own_name():
    for field in Field:
        _, fields = meaning(["place" if field is Field.ORGANIZATION else "organization", field.value])
        # What means nothing in a file of events, or something else.
        elsewhere = (
            Field.EMPLOYEES_END, Field.HIRES, Field.LEVEL, Field.HIRED, Field.LEFT, Field.LEAVING_REASON,
            Field.ALIASES, Field.PARENT,
        )  # fmt: skip
        if field not in (Field.IGNORE, *elsewhere):
            assert fields.get(field.value), field


def test_what_only_a_roster_has_means_something_else_in_other_tables():
    _, fields = meaning(["Vendor", "Client", "Start date", "Termination date", "Hire date"])
    assert [fields.get(name) for name in ("Termination date", "Hire date")] == ["end", None]
    _, fields = meaning(["Company", "Laid off", "Termination date"])
    assert [fields.get(name) for name in ("Termination date",)] == ["effective"]


def test_content_overrules_a_name_that_promises_too_much():
    _, fields = meaning(["company", "source"], ["Acme", "Reuters"], ["Bolt", "Internal memo"])
    assert fields["source"] == "source_publisher"
    _, fields = meaning(["company", "source"], ["Acme", "https://example.org/a"], ["Bolt", "Internal memo"])
    assert fields["source"] == "source_url"
    _, fields = meaning(["company", "status"], ["Acme", "Active"], ["Bolt", "Closed"])
    assert "status" not in fields
    _, fields = meaning(["company", "status"], ["Acme", "Rumored"], ["Bolt", ""])
    assert fields["status"] == "status"


def test_of_two_equal_columns_one_is_taken():
    proposal = propose(["company", "Number of Affected Workers", "Number of Affected Workers"], [profile("5")] * 3)
    assert [column.field for column in proposal.columns[1:]] == [Field.COUNT, Field.IGNORE]


def test_columns_without_names_are_guessed_from_what_they_hold():
    proposal = propose(["", "", "", ""], [
        profile("Acme", "Bolt"), profile("2024-01-05"), profile("14 %", "3 %"), profile("https://example.org/a"),
    ])  # fmt: skip
    fields = [column.field for column in proposal.columns]
    assert fields == [Field.ORGANIZATION, Field.ANNOUNCED, Field.PERCENT, Field.SOURCE_URL]
    assert all(column.confidence <= 0.5 for column in proposal.columns)


def test_shapes():
    levels = ["company", "year", "employees_start", "employees_end", "new_hires", "layoffs"]
    shape, fields = meaning(levels, ["Acme", "2001", "100", "120", "30", "10"])
    assert shape is Shape.HEADCOUNT_LEVELS
    assert [fields[name] for name in levels[1:]] == ["year", "employees_start", "employees_end", "hires", "layoffs"]

    shape, fields = meaning(["Firma", "Stichtag", "Datum", "Mitarbeiterzahl"], ["Acme", "", "31.12.2024", "900"])
    assert (shape, fields["Mitarbeiterzahl"]) == (Shape.HEADCOUNT_LEVELS, "headcount")

    deals = ["Lieferant", "Kunde", "Kategorie", "Vertragsbeginn", "Vertragsende"]
    shape, fields = meaning(deals, ["Acme", "Bolt", "IT", "01.02.2020", "31.12.2024"])
    assert shape is Shape.RELATIONSHIPS
    assert [fields[name] for name in deals] == ["vendor", "client", "category", "start", "end"]

    shape, fields = meaning(["company", "date", "laid off", "employees"], ["Acme", "2024-01-05", "20", "900"])
    assert shape is Shape.EVENTS
    assert (fields["laid off"], fields["employees"]) == ("count", "base")

    shape, fields = meaning(["company", "layoffs", "start date", "end date"], ["Acme", "5", "2024-01-05", "2024-02-05"])
    assert shape is Shape.EVENTS
    assert [fields[name] for name in ("layoffs", "start date", "end date")] == ["count", "effective", "until"]


@pytest.mark.parametrize(
    "name",
    ["Contract #", "Contract No.", "contract_id", "PO number", "Subscription ID", "Vertragsnummer", "Vertrags-Nr.",
     "Bestellnummer", "Reference", "Ref. no.", "piid"],
)  # fmt: skip
def test_the_number_of_a_contract_is_its_reference(name):
    names = ["vendor", "client", name, "start"]
    assert meaning(names, ["Acme", "Bolt", "4711", "2024-01-05"])[1][name] == "reference"


def test_a_number_of_anything_else_is_no_reference():
    layoffs = ["company", "reference", "laid off", "date"]
    assert meaning(layoffs, ["Acme", "W-1", "20", "2024-01-05"])[1]["reference"] == "external_id"
    both = meaning(["id", *layoffs], ["7", "Acme", "W-1", "20", "2024-01-05"])[1]
    assert both["id"] == "external_id"
    assert "reference" not in both
    contracts = ["id", "vendor", "client", "reference", "start"]
    fields = meaning(contracts, ["7", "Acme", "Bolt", "4711", "2024-01-05"])[1]
    assert (fields["id"], fields["reference"]) == ("external_id", "reference")


def test_own_files():
    header, proposal, profiles = read(DATA / "layoffs_cp1252_semicolon.csv")
    assert header[0] == "Unternehmen"
    assert [column.field.value for column in proposal.columns] == [
        "organization", "place", "count", "percent", "announced", "notes",
    ]  # fmt: skip
    assert date_order_of(profiles[4]) is DateOrder.DMY
    assert decimal_of(profiles[3]) == ","
    _, proposal, profiles = read(DATA / "tracker_utf16_tab.csv")
    assert [column.field.value for column in proposal.columns] == [
        "organization", "count", "percent_fraction", "announced",
    ]  # fmt: skip
    assert date_order_of(profiles[3]) is DateOrder.MDY


def test_ten_times_the_rows_are_no_more_than_ten_times_the_work():
    rows = [
        (n, [f"Company {n % 20_000}", "Berlin", "Retail", str(n % 900), f"0.{n % 100:02}",
             f"{1 + n % 12}/{1 + n % 28}/2025", f"https://example.org/{n}", "United States", "a note"])
        for n in range(20_000)
    ]  # fmt: skip
    batches = [rows[at : at + 2000] for at in range(0, len(rows), 2000)]
    assert calls(lambda: profile_rows(batches, 9)) < 10 * calls(lambda: profile_rows(batches[:1], 9))


# Real files

REAL = {
    "layoffs/kaggle_2026_01.csv": (Shape.EVENTS, DateOrder.MDY, {
        "company": "organization", "location": "place", "total_laid_off": "count", "date": "announced",
        "percentage_laid_off": "percent_fraction", "source": "source_url", "date_added": "source_accessed"}),
    "layoffs/kaggle_2023_null_words.csv": (Shape.EVENTS, DateOrder.MDY, {
        "company": "organization", "total_laid_off": "count", "percentage_laid_off": "percent_fraction"}),
    "layoffs/layoffsfyi_utf16_tab.csv": (Shape.EVENTS, DateOrder.MDY, {
        "# Laid Off": "count", "%": "percent_fraction", "Date": "announced", "Location HQ": "place"}),
    "layoffs/layoffsfyi_2024_semicolon.csv": (Shape.EVENTS, DateOrder.YMD, {
        "# Laid Off": "count", "%": "percent", "Date": "announced", "Source": "source_url"}),
    "warn/ca.csv": (Shape.EVENTS, DateOrder.MDY, {
        "notice_date": "announced", "effective_date": "effective", "num_employees": "count",
        "layoff_or_closure": "closure_flag"}),
    "warn/fl.csv": (Shape.EVENTS, DateOrder.MDY, {
        "Company Name": "organization", "State Notification Date": "announced", "Layoff Date": "effective"}),
    "warn/il.csv": (Shape.EVENTS, DateOrder.YMD, {
        "Revised Layoff": "count", "Impact Date": "effective", "Expected Layoff": "count_earlier"}),
    "warn/ny.csv": (Shape.EVENTS, DateOrder.YMD, {
        "Business Legal Name": "organization", "Date of WARN Notice": "announced", "Layoff or Closure?": "closure_flag",
        "Date Layoff/Closure Starts": "effective", "Permanent or Temporary Layoff?": "temporary_flag"}),
    "warn/oh.csv": (Shape.EVENTS, DateOrder.MDY, {
        "Potential Number Affected": "count", "Layoff Date(s)": "effective", "URL": "source_url"}),
    "warn/tx.csv": (Shape.EVENTS, DateOrder.YMD, {
        "NOTICE_DATE": "announced", "JOB_SITE_NAME": "organization", "TOTAL_LAYOFF_NUMBER": "count",
        "LayOff_Date": "effective"}),
    "warn/wa.csv": (Shape.EVENTS, DateOrder.MDY, {
        "Layoff Start Date": "effective", "# of Workers": "count", "Closure Layoff": "closure_flag",
        "Type of Layoff": "temporary_flag", "Received Date": "announced"}),
    "headcount/tech_employment_2000_2025.csv": (Shape.HEADCOUNT_LEVELS, None, {
        "company": "organization", "year": "year", "employees_start": "employees_start",
        "employees_end": "employees_end", "new_hires": "hires", "layoffs": "layoffs"}),
    "relationships/contracts_ended_2025_us.csv": (Shape.RELATIONSHIPS, DateOrder.MDY, {
        "vendor": "vendor", "agency": "client", "date_effective": "start", "date_complete": "end"}),
    "relationships/media_vendors_at_quarters.csv": (Shape.RELATIONSHIPS, None, {
        "MEDIUM_MEDIENINHABER": "vendor", "RECHTSTRÄGER": "client", "QUARTAL": "announced", "EURO": "amount"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> Path:
    folder = os.environ.get("HEADWATER_CORPUS")
    if not folder:
        pytest.skip("HEADWATER_CORPUS is not set")
    return Path(folder)


@pytest.mark.corpus
@pytest.mark.parametrize("name", REAL)
def test_real_files(corpus, name):
    shape, order, expected = REAL[name]
    header, proposal, profiles = read(corpus / name)
    assert proposal.shape is shape
    found = {
        header[column.index]: column.field.value for column in proposal.columns if column.field is not Field.IGNORE
    }
    assert {name: found.get(name) for name in expected} == expected
    assert date_order_of(*(profiles[index] for index in proposal.indexes(DATE_FIELDS))) is order
    assert decimal_of(*(profiles[index] for index in proposal.indexes(NUMBER_FIELDS))) in (".", None)


@pytest.mark.corpus
def test_counts_of_real_files(corpus):
    for name, count, percent, dates in (
        ("kaggle_2026_01.csv", 2801, 2700, 4277),
        ("kaggle_2023_null_words.csv", 1621, None, 2360),
    ):
        _, proposal, profiles = read(corpus / "layoffs" / name)
        filled = {column.field: profiles[column.index].filled for column in proposal.columns}
        assert filled[Field.COUNT] == count
        assert filled[Field.ANNOUNCED] == dates
        if percent is not None:
            assert filled[Field.PERCENT_FRACTION] == percent


@pytest.mark.parametrize(
    ("first", "corrected"),
    [
        ("Number of Employees Affected", "Revised Number of Employees Affected"),
        ("Expected Layoff", "Revised Layoff"),
        ("Workers Affected", "Amended Workers Affected"),
        ("Anzahl", "Korrigierte Anzahl"),
    ],
)
def test_a_corrected_figure_stands_whatever_was_said_first(first, corrected):
    for header in (["Company", "Notice Date", first, corrected], ["Company", "Notice Date", corrected, first]):
        cells = {"Company": "Acme", "Notice Date": "2025-07-16", first: "180", corrected: "404"}
        _shape, fields = meaning(header, [cells[name] for name in header])
        assert fields[corrected] == "count"
        assert fields[first] == "count_earlier"


def test_a_corrected_date_is_not_taken_for_a_figure():
    _shape, fields = meaning(
        ["Company", "Notice Date", "Workers", "Revised Date"], ["Acme", "2025-07-16", "4", "2025-08-01"]
    )
    assert (fields["Workers"], fields.get("Revised Date")) == ("count", None)
