"""Options come back as what they were, after a restart, whatever the file holds."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from desktop.session import settings as options
from desktop.session.settings import Option, Settings

ALL = {name: value for name, value in vars(options).items() if isinstance(value, Option)}

CHANGED = [
    (options.THEME, "dark"),
    (options.REOPEN_LAST, False),
    (options.WINDOW_GEOMETRY, b"\x00\x01\xff"),
    (options.ACTOR, "Ada, 42"),
    (options.RECENT, ["/a.headwater"]),
    (options.RECENT, ["/a.headwater", "/b, c.headwater"]),
]


def reopened() -> Settings:
    """The settings as another start of the program reads them."""
    return Settings()


@pytest.mark.parametrize(("option", "value"), CHANGED)
def test_a_value_survives_a_restart(qapp, option, value):
    first = Settings()
    first.set(option, value)
    assert first.sync()
    path = first.path
    del first
    assert path.endswith(".ini")
    assert Path(path).is_file()
    again = reopened().get(option)
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize("option", ALL.values(), ids=ALL)
def test_nothing_stored_gives_the_default(qapp, option):
    assert Settings().get(option) == option.default
    assert not option.choices or option.default in option.choices


def test_keys_are_used_once():
    keys = [option.key for option in ALL.values()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("option", "stored"),
    [
        (options.THEME, "sepia"),
        (options.REOPEN_LAST, "perhaps"),
        (options.SPLITTER, "x"),
    ],
)
def test_a_file_with_nonsense_gives_the_default(qapp, option, stored):
    path = Settings().path
    raw = QSettings(path, QSettings.Format.IniFormat)
    raw.setValue(option.key, stored)
    raw.sync()
    assert Settings().get(option) == option.default


def test_a_value_outside_the_choices_is_refused(qapp):
    with pytest.raises(ValueError, match="sepia"):
        Settings().set(options.THEME, "sepia")


def test_recent_ledgers_are_kept_in_order_once(qapp):
    settings = Settings()
    for number in range(12):
        settings.add_recent(f"/{number}.headwater")
    settings.add_recent("/5.headwater")
    recent = settings.get(options.RECENT)
    assert recent[:3] == ["/5.headwater", "/11.headwater", "/10.headwater"]
    assert len(recent) == len(set(recent)) == options.RECENT_LIMIT
    assert settings.get(options.LAST_LEDGER) == "/5.headwater"
    settings.forget_recent("/5.headwater")
    assert "/5.headwater" not in settings.get(options.RECENT)
    assert settings.get(options.LAST_LEDGER) == ""


def test_columns_are_kept_per_page(qapp):
    settings = Settings()
    settings.set(settings.columns("events"), b"wide")
    assert settings.get(settings.columns("events")) == b"wide"
    assert settings.get(settings.columns("sources")) == b""
