"""What stands before a commit and before a release: the same checks, and nothing given out that does not start."""

import re
import runpy
import subprocess
import sys
import tarfile

from desktop.version import VERSION
from helpers.places import ROOT

DIST = ROOT / ".ci" / "dist.py"


def test_a_commit_is_held_by_what_make_check_runs():
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"^ +entry: (.+)$", hooks, re.MULTILINE)
    assert entries == [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()]


def test_only_a_version_with_changes_is_given_out():
    changes = runpy.run_path(str(DIST))["changes"]
    assert changes(VERSION)
    assert not changes("9.9.9")
    assert not changes(VERSION[:-1])


def test_archive_and_wheel(tmp_path):
    """The script itself looks that no file is missing, and starts the program from the wheel."""
    done = subprocess.run([sys.executable, DIST, tmp_path], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    archive, wheel = sorted(path.name for path in tmp_path.iterdir())[::-1]
    assert wheel == f"headwater-{VERSION}-py3-none-any.whl"
    with tarfile.open(tmp_path / archive) as file:
        names = file.getnames()
    for name in ("CHANGELOG.md", "Makefile", "tests/house/test_habits.py", ".ci/constraints.txt"):
        assert f"headwater-{VERSION}/{name}" in names
