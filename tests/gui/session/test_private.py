"""What stays on the machine: nobody else's to read, without what was written in a ledger, and gone when it is to be."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from db.errors import UserError
from db.ledger import Ledger
from desktop.session.leftovers import TemporaryFolder, sweep
from desktop.session.settings import ACTOR, Settings
from desktop.session.traces import LogFormatter, trace
from helpers.drafts import layoff
from helpers.places import ROOT

SECRET = "Erika Muster, 4711"


def raised(make) -> BaseException:
    try:
        make()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError


def key():
    return {}[SECRET]


def number():
    return int(SECRET)


def coded():
    raise UserError("organization.exists", name=SECRET)


def chained():
    try:
        number()
    except ValueError as error:
        raise RuntimeError(SECRET) from error


def grouped():
    raise ExceptionGroup(SECRET, [raised(key), raised(chained)])


def missing():
    Path("/", SECRET).read_text(encoding="utf-8")


def stated():
    sqlite3.connect(":memory:").execute(f"SELECT '{SECRET}")


def noted():
    error = ValueError("a")
    error.add_note(SECRET)
    raise error


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (key, "KeyError"),
        (number, "ValueError"),
        (coded, "db.errors.UserError: organization.exists"),
        (chained, "RuntimeError"),
        (grouped, "ExceptionGroup"),
        (missing, "FileNotFoundError: ENOENT"),
        (stated, "sqlite3.OperationalError: SQLITE_ERROR"),
        (noted, "ValueError"),
        (lambda: object().nothing, "AttributeError: 'object' object has no attribute 'nothing'"),
    ],
)
def test_a_trace_names_places_and_kinds_and_no_values(make, told):
    error = raised(make)
    text = trace(error)
    assert told in text
    assert "test_private.py" in text
    assert SECRET not in text
    record = logging.LogRecord("desktop.x", logging.ERROR, "x.py", 3, "unexpected", None, (type(error), error, None))
    assert SECRET not in LogFormatter().format(record)


def test_what_other_libraries_log_is_not_written_down():
    record = logging.LogRecord("other", logging.WARNING, "x.py", 3, SECRET, None, None)
    assert LogFormatter().format(record).endswith("WARNING other: line 3")
    assert record.getMessage() == SECRET  # for others it is as it was
    ours = logging.LogRecord("desktop.session.tasks", logging.WARNING, "x.py", 3, "nobody takes %s", ("a.b",), None)
    assert LogFormatter().format(ours).endswith("nobody takes a.b")


def test_settings_are_their_owners_alone(qapp):
    path = Path(Settings().path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)  # of an earlier version
    settings = Settings()
    settings.set(ACTOR, "Ada")
    assert settings.sync()
    assert path.stat().st_mode & 0o777 == 0o600
    assert Settings().get(ACTOR) == "Ada"


def test_what_is_written_is_its_owners_alone(tmp_path):
    old = os.umask(0o022)
    try:
        with Ledger.create(tmp_path / "a.headwater") as ledger:
            ledger.events.save(layoff())
            ledger.save_copy(tmp_path / "copy.headwater")
            ledger.back_up(tmp_path / "backups", why="asked")
    finally:
        os.umask(old)
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert len(files) == 4
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}


def test_what_a_killed_program_left_goes_with_the_next_start(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = "from desktop.session.leftovers import TemporaryFolder as T; import os; t = T(); os.kill(os.getpid(), 9)"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    (left,) = tmp_path.iterdir()
    (left / "sample.headwater").write_text("of a ledger")
    lives, others = TemporaryFolder(), tmp_path / "headwater-notes"
    others.mkdir()
    (others / "mine.txt").write_text("somebody's own")
    (tmp_path / "headwater-link").symlink_to(left)
    assert sweep() == 1
    assert {one.name for one in tmp_path.iterdir()} == {lives.path.name, "headwater-notes", "headwater-link"}
    lives.close()
    assert not lives.path.exists()
    assert (others / "mine.txt").exists()
