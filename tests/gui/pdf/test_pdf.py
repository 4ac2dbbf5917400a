"""The printed snapshot as its reader gets it: text, pages, fonts, links; and the dialog it comes from."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from db.errors import WorldError
from db.ledger import Ledger
from db.model.drafts import ClaimDraft, EventDraft, SourceDraft
from db.model.records import Scope
from db.model.values import ImpreciseDate, Quantity, Status
from db.output.snapshot import build
from desktop import pdf
from desktop.actions.files import fill_parallel_sample
from desktop.dialogs.file.snapshot import SnapshotDialog
from desktop.look.theme import Theme
from desktop.session.session import Session
from desktop.session.settings import PAPER, Settings
from desktop.wording import i18n
from helpers import golden

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PRINTED = date(2025, 7, 31)
HOSTILE = '<img src="file:///etc/passwd"> & <b>Co</b>'


def at_noon():
    return datetime(2025, 7, 31, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "größe.headwater", clock=at_noon) as made:
        yield made


@pytest.fixture
def printed(qapp, ledger, tmp_path):
    """Print a scope; gives the reader of the PDF."""

    def make(scope=None, *, paper="a4", **changes):
        target = tmp_path / f"{paper}.pdf"
        organization = ledger.organizations.find(golden.NAME)
        scope = scope or Scope(organization_ids=(organization,) if organization else (), **changes)
        findings = ledger.at(scope).findings.all()
        made = build(ledger.at(scope), printed_on=PRINTED, app_version="1.2.3", findings=findings)
        pages = pdf.write(made, target, paper=paper)
        reader = PdfReader(target)
        assert len(reader.pages) == pages
        return reader

    return make


def words_of(page):
    """The text of a page as a search sees it: blanks are blanks."""
    return " ".join(unicodedata.normalize("NFKC", page.extract_text()).split())  # a font may join "fi"


def text(reader):
    return " ".join(words_of(page) for page in reader.pages)


def add(ledger, kind="layoff", *, day=date(2025, 7, 1), count=None, url="", **fields):
    claim = ClaimDraft(
        source=SourceDraft(publisher="Handelsblatt", url=url) if url else None,
        announced=None if day is None else ImpreciseDate.day(day),
        count=None if count is None else Quantity.exact(count),
    )
    return ledger.events.save(EventDraft(kind=kind, **{"organization": golden.NAME, **fields}, claims=(claim,)))


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_golden_page_says_who_what_when_and_how_sure(printed, ledger, paper, size):
    golden.fill(ledger)
    reader = printed(paper=paper)

    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in reader.pages} == {size}
    first = words_of(reader.pages[0])
    for fact in (
        "Scale AI", "all dates", "rumors are in no total", "everything recorded so far", "31 July 2025",
        "größe.headwater", "Headwater 1.2.3", "1,229", "1,179–1,281", "−500", "level at the end of a day",
    ):  # fmt: skip
        assert fact in first, fact
    for number, page in enumerate(reader.pages, start=1):
        foot = words_of(page)
        assert f"Page {number} of {len(reader.pages)}" in foot
        assert "größe.headwater · operation" in foot


def test_the_table_has_dates_as_written_and_understood_values_with_intervals_and_sources(printed, ledger):
    golden.fill(ledger)
    found = text(printed())

    for words in ("“letzten Monat”", "June 2025", "≈ 14% (13.5–14.5%)", "USD 1.43–14.5 billion", "contradicted"):
        assert words in found, words
    assert "Umbau bei Scale AI: Stellenabbau und Rückzug großer Kunden" in found
    assert "700" not in found  # employees and contractors are never added
    assert "Before and after event 1: Stake taken, 13 June 2025" in found
    assert "Listed, but in no total".upper() in found


def test_the_findings_are_printed_as_sentences(printed, ledger):
    golden.fill(ledger)
    found = text(printed())

    assert "Sources contradict each other" in found
    assert "3 claims disagree on “Amount”" in found
    assert found.upper().split("ARITHMETIC")[1].split()[0] == "EVENTS"


def test_findings_about_no_event_have_no_column_for_events(printed, ledger):
    for month, name in enumerate(("Open", "Open Co"), start=1):
        claim = ClaimDraft(
            source=SourceDraft(publisher="FAZ"), count=Quantity.exact(3),
            announced=ImpreciseDate.day(date(2025, month, 3)),
        )  # fmt: skip
        ledger.events.save(EventDraft(kind="layoff", organization=name, claims=(claim,)))
    found = text(printed())
    assert "Possible duplicate" in found
    assert found.upper().split("ARITHMETIC")[1].split()[0] != "EVENTS"


def test_an_unexplained_difference_is_told_where_no_finding_is_open(printed, ledger):
    tenth = Quantity(9.5, 10.0, 10.5, "10 %")
    for when, heads in ((date(2025, 1, 1), 100), (date(2025, 6, 1), 130)):
        said = ClaimDraft(
            source=SourceDraft(publisher="Herald"), announced=ImpreciseDate.day(when),
            count=Quantity.exact(float(heads)), percent=tenth,
        )  # fmt: skip
        ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=(said,)))
    found = text(printed())
    assert "1 unexplained difference" in found
    assert "0 open findings" not in found
    assert "Looked at" in found


def test_of_many_findings_of_one_kind_the_weightiest_are_printed(printed, ledger):
    for number in range(14):
        said = ClaimDraft(announced=ImpreciseDate.day(date(2025, 1, 1)), count=Quantity.exact(float(number)))
        ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=(said,)))
    found = text(printed())
    assert found.count("No claim of this event names a source.") == 10
    assert "and 4 more that change less" in found


def test_included_rumors_are_said_to_be(printed, ledger):
    golden.fill(ledger)
    reader = printed(minimum_status=Status.RUMORED)
    assert "rumors are counted" in words_of(reader.pages[0])


def test_every_font_is_embedded_and_nothing_is_a_raster_image(printed, ledger):
    golden.fill(ledger)
    for page in printed().pages:
        fonts = page["/Resources"]["/Font"].values()
        for font in fonts:
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"] or "/FontFile3" in descendant["/FontDescriptor"]
        assert not page.images


def test_only_addresses_of_the_web_can_be_followed(printed, ledger):
    add(ledger, url="https://example.org/größe")
    add(ledger, url="file:///etc/passwd", day=date(2025, 7, 2))
    add(ledger, url="javascript:alert(1)", day=date(2025, 7, 3))
    reader = printed()

    links = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", ())]
    assert len(links) == 1
    assert links[0].startswith("https://example.org/")
    assert "javascript:alert(1)" in text(reader)  # shown as it is, only not followed


def test_metadata_tells_no_person_and_no_path(printed, ledger, tmp_path):
    golden.fill(ledger)
    reader = printed()

    assert reader.metadata.title == "Scale AI"
    assert not reader.metadata.author
    assert str(tmp_path.parent).encode() not in (tmp_path / "a4.pdf").read_bytes()


def test_same_snapshot_same_pages(printed, ledger):
    golden.fill(ledger)
    first, second = ([page.get_contents().get_data() for page in printed().pages] for _ in range(2))
    assert first == second


def test_a_scope_without_events_says_so_instead_of_drawing_an_empty_chart(printed, ledger):
    golden.fill(ledger)
    reader = printed(first=date(2030, 1, 1), last=date(2030, 12, 31))

    assert len(reader.pages) == 1
    found = words_of(reader.pages[0])
    assert "No events in this scope" in found
    assert "Employees" not in found


def test_an_empty_ledger_can_be_printed(printed):
    assert "The ledger holds no events yet." in text(printed())


def test_no_row_is_cut_by_the_end_of_a_page_and_headers_are_repeated(printed, ledger):
    for number in range(90):
        words = " ".join([f"begin{number}begin", *["of many words that fill lines"] * (number % 7), f"end{number}end"])
        add(ledger, day=date(2025, 1, 1) + timedelta(number), count=number + 1, notes=words)
    pages = [words_of(page) for page in printed().pages]

    for number in range(90):
        on = {n for n, page in enumerate(pages) for mark in ("begin", "end") if f"{mark}{number}{mark}" in page}
        assert len(on) == 1, number
    with_rows = [page for page in pages if "end" in page and re.search(r"begin\d+begin", page)]
    assert len(with_rows) > 2
    assert all("EFFECT OR VALUE" in page for page in with_rows)


def test_a_name_is_printed_as_it_is_stored(printed, ledger):
    add(ledger, organization=HOSTILE, count=3)
    assert "".join(HOSTILE.split()) in "".join(text(printed(Scope())).split())  # wherever its line was broken


def test_a_word_longer_than_its_column_and_a_very_long_name_stay_on_the_page(printed, ledger, qapp):
    add(ledger, organization="Donaudampfschifffahrtsgesellschaft" * 6, count=3, notes="x" * 400)
    made = build(ledger.at(Scope()), printed_on=PRINTED)
    report = pdf.lay_out(made, paper="letter")
    from desktop.pdf.canvas import Measure, Text

    measure = Measure()
    texts = [mark for page in report.pages for mark in page.marks if isinstance(mark, Text)]
    assert all(mark.x + measure.width(mark.text, mark.style) < report.width - 40 for mark in texts)
    assert "".join(mark.text for mark in texts).count("x" * 5) > 5


def test_every_kind_of_excluded_event_and_every_state_can_be_drawn(printed, ledger):
    states = ("started", "at_risk", "reduced", "paused", "resumed", "winding_down", "ended")
    for number, state in enumerate(states):
        add(ledger, f"relationship_{state}", counterparty="Müller & Söhne", day=date(2025, 1, 1 + 5 * number))
    add(ledger, count=40, day=date(2025, 12, 1))
    ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=(
        ClaimDraft(status=Status.DENIED, announced=ImpreciseDate.day(date(2025, 3, 1))),)))  # fmt: skip
    found = text(printed())

    for words in ("planned", "denied", "winding down", "Müller & Söhne (client)"):
        assert words in found, words


def test_what_has_no_date_is_in_no_total_and_the_page_says_so(printed, ledger):
    add(ledger, "reported_headcount", day=date(2025, 1, 1), count=1000)
    add(ledger, count=200)
    add(ledger, "layoff", day=None, count=100)
    found = text(printed())

    assert "800" in found
    assert "Layoff 1 1 200" in found
    assert "1 event is listed apart and in no total: 1 without a date." in found
    i18n.use("de")
    try:
        assert "1 Ereignis ist getrennt aufgeführt und in keiner Summe: 1 ohne Datum." in text(printed())
    finally:
        i18n.use("en")


def test_the_page_compares_around_the_latest_stake_or_a_departure(printed, ledger):
    add(ledger, "relationship_started", counterparty="Client", day=date(2024, 1, 1))
    add(ledger, "leadership_departure", day=date(2025, 6, 1))
    assert "Before and after event 2: Leadership departure, 1 June 2025" in text(printed())
    add(ledger, "stake_taken", day=date(2025, 2, 1))
    add(ledger, "stake_taken", day=date(2025, 3, 1))
    assert "Before and after event 3: Stake taken, 1 March 2025" in text(printed())


def test_german_words_numbers_and_dates(printed, ledger):
    golden.fill(ledger)
    i18n.use("de")
    try:
        found = text(printed())
    finally:
        i18n.use("en")
    assert "31. Juli 2025" in found
    assert "1.229" in found


def test_a_failed_write_leaves_what_was_there(qapp, ledger, tmp_path):
    made = build(ledger.at(Scope()), printed_on=PRINTED)
    with pytest.raises(WorldError, match="cannot_write"):
        pdf.write(made, tmp_path / "missing" / "page.pdf", paper="a4")
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(WorldError):
        pdf.write(made, tmp_path / "folder.pdf", paper="a4")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.pdf", "größe.headwater"]


def test_the_paper_is_white_in_dark_mode(qapp, ledger):
    golden.fill(ledger)
    Theme(QApplication.instance(), mode="dark")
    report = pdf.lay_out(build(ledger.at(Scope()), printed_on=PRINTED), paper="a4")
    picture = pdf.picture(report, 0, dpi=60)

    assert picture.pixelColor(2, 2).name() == "#ffffff"
    darkest = min(picture.pixelColor(x, y).lightness() for x in range(picture.width()) for y in range(0, 120, 3))
    assert darkest < 90  # and the ink is dark


class Desk:
    """The dialog on the golden ledger."""

    def __init__(self, qtbot, path):
        self.qtbot = qtbot
        self.settings = Settings()
        self.session = Session()
        self.session.open(path)
        self.until(lambda: self.session.writable)
        self.theme = Theme(QApplication.instance(), mode="light")
        self.dialog = SnapshotDialog(self.session, self.theme, self.settings)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.until(lambda: self.button("Save as PDF").isEnabled())

    def until(self, condition):
        self.qtbot.waitUntil(condition)

    def button(self, name):
        return next(b for b in self.dialog.findChildren(QPushButton) if b.accessibleName() == name)

    def says(self, words):
        from PySide6.QtWidgets import QLabel

        return any(words in label.text() for label in self.dialog.findChildren(QLabel) if not label.isHidden())


@pytest.fixture
def desk(qtbot, ledger):
    golden.fill(ledger)
    made = Desk(qtbot, ledger.path)
    yield made
    made.session.close()


def test_the_dialog_turns_pages(desk):
    assert desk.says("Page 1 of 4")
    assert not desk.button("Previous page").isEnabled()
    desk.button("Next page").click()
    assert desk.says("Page 2 of 4")
    desk.button("Next page").click()
    desk.button("Next page").click()
    assert not desk.button("Next page").isEnabled()


def test_what_was_saved_is_announced(desk, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(getattr(event, "message", str)()))
    desk.dialog.save_to(tmp_path / "out.pdf")
    assert said[-1].startswith("Saved out.pdf, ")


def test_the_dialog_remembers_the_paper_and_saves_on_it(desk, tmp_path):
    paper = desk.dialog.findChild(QComboBox)
    paper.setCurrentIndex(paper.findData("letter"))
    assert desk.settings.get(PAPER) == "letter"

    desk.dialog.save_to(tmp_path / "out.pdf")
    assert float(PdfReader(tmp_path / "out.pdf").pages[0].mediabox.width) == pytest.approx(612, abs=1)
    assert desk.says("Saved out.pdf, 4 pages.")
    assert re.fullmatch(r"All organizations \d{4}-\d\d-\d\d\.pdf", desk.dialog.suggested_name())


def test_the_dialog_says_why_it_could_not_save(desk, tmp_path):
    desk.dialog.save_to(tmp_path / "missing" / "out.pdf")
    assert desk.says("could not be written")


def test_lanes_say_what_their_sides_do_not(printed, ledger):
    for client, reference in ((None, ""), (None, "77"), ("Bolt", "4711"), ("Bolt", "4712"), ("Acme", "")):
        add(
            ledger, "relationship_started", counterparty=client, category="staff", reference=reference,
            day=date(2025, 5, 1),
        )  # fmt: skip
    said = text(printed())
    for name in ("unnamed client · staff", "unnamed client · staff, 77", "Bolt (client) · staff, 4711",
                 "Bolt (client) · staff, 4712"):  # fmt: skip
        assert name in said
    assert "Acme (client) ·" not in said


def test_a_column_in_which_nothing_stands_is_not_printed(printed, ledger):
    add(ledger, count=20, url="https://example.org/a")
    bare = text(printed()).upper()
    assert "PUBLISHED" not in bare
    assert "RELIABILITY" not in bare
    assert "SOURCE" in bare
    source = SourceDraft(publisher="FAZ", reliability="B", published=ImpreciseDate.day(date(2025, 7, 2)))
    claim = ClaimDraft(source=source, count=Quantity.exact(30), announced=ImpreciseDate.day(date(2025, 7, 3)))
    ledger.events.save(EventDraft(kind="layoff", organization=golden.NAME, claims=(claim,)))
    full = text(printed()).upper()
    assert "PUBLISHED" in full
    assert full.count("RELIABILITY") == 2, "the column and what its letters mean"


def test_parallel_cases_are_printed_with_what_followed(printed, ledger):
    golden.fill(ledger)
    assert "PARALLEL CASES" not in text(printed()), "one case lies beside nothing"
    fill_parallel_sample(ledger)
    words = text(printed(Scope()))
    assert "PARALLEL CASES" in words
    assert "4 cases: every organization in the scope with its first event of these kinds" in words
    assert "Single stories, and no cause: 4 in all." in words
    assert "No cut is known of: Inflection AI and Character.AI." in words
    assert "Windsurf ≈ 20 (17–23) days 0 days none known by 31 Jul 2025 12%" in words
