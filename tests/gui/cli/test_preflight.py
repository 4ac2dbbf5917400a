"""A system without Qt's libraries is told which package to install."""

import re
import subprocess
import sys

import pytest

from desktop.cli import preflight
from helpers.places import ROOT


def test_what_this_machine_has_is_not_missing():
    # The tests run on Qt, so its libraries were found.
    assert not {"libGL.so.1", "libEGL.so.1", "libxkbcommon.so.0"} & set(preflight.missing_libraries())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packages of Linux")
def test_a_missing_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setitem(preflight.PACKAGES, "libheadwater-not-there.so.1", "libheadwater1")
    missing = preflight.missing_libraries()
    assert "libheadwater-not-there.so.1" in missing
    assert preflight.install_command(["libheadwater-not-there.so.1"]) == "sudo apt install libheadwater1"


def test_continuous_integration_installs_the_same_packages():
    script = ROOT.joinpath(".ci/run").read_text()
    installed = set(re.findall(r"\b(lib[\w.-]+)", script))
    assert set(preflight.PACKAGES.values()) <= installed


def test_it_loads_without_qt():
    code = "import sys, desktop.cli.preflight; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_a_display_is_seen(monkeypatch, name):
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(each, raising=False)
    assert not preflight.has_display()
    monkeypatch.setenv(name, "x")
    assert preflight.has_display()
