"""Nothing leaves the machine in a whole day's work, and one library alone opens the ledger: seen from the system.

Whatever else opened the file and closed it again would drop the locks that SQLite holds on it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from helpers.places import ROOT
from safety._network import TALKING, WATCHED, WORK

#: Calls of the system that reach beyond the machine; sockets of the machine itself (AF_UNIX) are none.
BEYOND = re.compile(r"AF_INET|AF_INET6|AF_PACKET|sin_addr|sin6_addr")


def run(code, folder, *, trace=None):
    home = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
    environment = {**os.environ, **home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    command = [sys.executable, "-c", WATCHED + code, str(folder)]
    if trace is not None:
        command = ["strace", "-f", "-qq", "-e", "trace=network,openat", "-o", str(trace), *command]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def opened_otherwise(trace, ledger):
    """The openings of a ledger that are not those of SQLite, which follows no link, nor the one that makes the file.

    Those after its last one aside: nobody has it open by then, and the sums of its pages are noted.
    """
    lines = [line for line in trace.read_text().splitlines() if f'"{ledger}"' in line and " = -1" not in line]
    by_sqlite = [re.search("O_NOFOLLOW|O_EXCL", line) is not None for line in lines]
    last = max((place for place, regular in enumerate(by_sqlite) if regular), default=len(lines))
    return [line for line, regular in zip(lines[:last], by_sqlite, strict=False) if not regular]


def asked(done):
    return [line for line in done.stdout.splitlines() if line.startswith("ASKED")]


@pytest.mark.no_cover
def test_nothing_leaves_the_machine(tmp_path):
    traced = shutil.which("strace") is not None
    trace = tmp_path / "trace" if traced else None
    done = run(WORK, tmp_path, trace=trace)
    assert "WORKED" in done.stdout, done.stderr
    assert asked(done) == []
    if traced:
        assert [line for line in trace.read_text().splitlines() if BEYOND.search(line)] == []
        assert f'"{tmp_path / "a.headwater"}"' in trace.read_text()
        assert opened_otherwise(trace, tmp_path / "a.headwater") == []
    libraries = [line.split("/")[-1] for line in done.stdout.splitlines() if line.startswith("MAPPED")]
    assert sum(name.startswith("lib") for name in libraries) <= 1, libraries
    assert not [name for name in libraries if "qsql" in name.lower()]


def test_a_connection_would_be_seen(tmp_path):
    traced = shutil.which("strace") is not None
    trace = tmp_path / "trace" if traced else None
    done = run(TALKING, tmp_path, trace=trace)
    assert any("socket.connect" in line for line in asked(done))
    if traced:
        assert BEYOND.search(trace.read_text())
        assert len(opened_otherwise(trace, tmp_path / "a.headwater")) == 2
