"""What every test stands on: no display, no settings or files of the person at the machine, no leftovers.

Tests of the ledger (``tests/storage``) use nothing of Qt; the fixture that clears up after Qt leaves them alone.
"""

import gc
import itertools
import os
import sys
import threading
from pathlib import Path

# Before anything imports PySide6: pytest-qt does so while it configures itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
for _name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"
# The program is started a hundred times: it is compiled once, whatever the person at the machine wants of Python.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.disable()  # until everything is collected, which makes much and lets go of little

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

settings.register_profile(
    "headwater",
    deadline=None,
    database=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("headwater")


def pytest_collection_finish():
    """Takes all that is imported by now out of the garbage collector's rounds, which run after every Qt test."""
    gc.collect()
    gc.freeze()
    gc.enable()


_COVERED = pytest.StashKey()


def pytest_sessionfinish(session):
    """All tests together hold the floors of coverage; a run of some of them measures nothing (``.ci/whole``)."""
    config = session.config
    if hasattr(config, "workerinput") or not config.getoption("cov_source", None) or session.exitstatus:
        return
    from helpers.floors import covered

    config.stash[_COVERED] = covered()
    if not all(one.enough for one in config.stash[_COVERED]):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    for one in config.stash.get(_COVERED, ()):
        terminalreporter.write_line(str(one), red=not one.enough)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    """Settings, logs and backups of the tests (and of programs they start) go to a folder of their own."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real files beside the checkout; tests that need it are skipped where it is not named."""
    named = os.environ.get("HEADWATER_CORPUS")
    if not named or not Path(named).is_dir():
        pytest.skip("HEADWATER_CORPUS names no folder of real files")
    return Path(named).resolve()


@pytest.fixture
def qtbot(qapp, request):
    """The qtbot that waits as long as it takes on a busy machine."""
    from helpers.bot import PatientBot

    return PatientBot(request)


@pytest.fixture(scope="session")
def _settings_folder(tmp_path_factory):
    """A folder for the settings of one test after the other."""
    numbers, folder = itertools.count(), tmp_path_factory.mktemp("settings")
    return lambda: str(folder / str(next(numbers)))


@pytest.fixture(autouse=True)
def _clean_qt(request, monkeypatch, _settings_folder):
    """Gives a Qt test settings of its own, and afterwards destroys its widgets and looks for threads left running.

    Without this, widgets closed by a test stay alive until the interpreter ends, and are destroyed in any order.
    """
    if "qapp" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread, QThreadPool

    # No backup comes by itself while a test looks; the tests of backups wait for theirs.
    monkeypatch.setattr("desktop.session.backups._FIRST_MS", 3_600_000)
    folder = _settings_folder()
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, folder)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    before = set(threading.enumerate())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # what the collector let go of
    left = [
        f"QThread {item.objectName() or item!r}"
        for item in gc.get_objects()
        if issubclass(type(item), QThread) and _runs(item)
    ]
    if not QThreadPool.globalInstance().waitForDone(20_000):
        left.append("a job in the global QThreadPool")
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=20)
        if thread.is_alive():
            left.append(f"thread {thread.name}")
    if left:
        pytest.fail("still running after the test: " + ", ".join(left))


def _runs(thread) -> bool:
    import shiboken6

    # The main thread has a QThread too, which runs as long as the tests do.
    return shiboken6.isValid(thread) and thread.isRunning() and not thread.isCurrentThread()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: while a test waits for a program in its window, another one works."""
    return (os.cpu_count() or 1) + 1
