"""The switch between languages: texts from the catalogue, plurals by its rule, English without one."""

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from desktop import assets
from desktop.wording import formatting, i18n


@pytest.fixture(autouse=True)
def english_again():
    yield
    i18n.use("en")


@pytest.fixture
def german(tmp_path, monkeypatch):
    """A small German catalogue where the program looks for it."""
    catalogue = Catalog(locale="de")
    catalogue.add("Undo", "Rückgängig")
    catalogue.add(("%d event", "%d events"), ("%d Ereignis", "%d Ereignisse"))
    catalogue.add("Open", "Offen", context="state")
    data = io.BytesIO()
    write_mo(data, catalogue)
    folder = tmp_path / "translations" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "headwater.mo").write_bytes(data.getvalue())
    monkeypatch.setattr(assets, "ROOT", tmp_path.resolve())


def test_texts_follow_the_language(german):
    assert i18n._("Undo") == "Undo"
    assert i18n.use("de_AT.UTF-8") == "de"
    assert i18n._("Undo") == "Rückgängig"
    assert i18n.pgettext("state", "Open") == "Offen"
    assert i18n._("Open") == "Open", "a text without a translation is shown as it is"
    assert [i18n.ngettext("%d event", "%d events", n) % n for n in (0, 1, 2)] == [
        "0 Ereignisse",
        "1 Ereignis",
        "2 Ereignisse",
    ]
    i18n.use("en")
    assert i18n.ngettext("%d event", "%d events", 1) == "%d event"
    assert i18n.pgettext("state", "Open") == "Open"


def test_numbers_follow_the_language(german):
    i18n.use("de")
    assert formatting.number(1400) == "1.400"


def test_a_language_without_a_catalogue_shows_english(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "ROOT", tmp_path.resolve())
    assert i18n.use("de") == "de"
    assert i18n._("Undo") == "Undo"


@pytest.mark.parametrize(
    ("variable", "value", "language"),
    [("LANG", "de_DE.UTF-8", "de"), ("LANG", "fr_FR", "en"), ("LANGUAGE", "de:en", "de"), ("LC_ALL", "C", "en")],
)
def test_no_choice_follows_the_system(monkeypatch, variable, value, language):
    monkeypatch.setenv(variable, value)
    assert i18n.use("") == language
