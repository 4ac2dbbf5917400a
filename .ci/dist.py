"""Source archive and wheel of this version, into ``dist`` or a named folder: ``make dist``.

Refuses a version that CHANGELOG.md has no words for. The wheel is made from the archive, holds every file of the
program, and is started before it is given out.
"""

import os
import re
import runpy
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOUSES = ("db", "desktop", "resources")
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"


def main(output: Path) -> None:
    """Make both, and look at them; ends with a sentence where something is missing."""
    version = runpy.run_path(str(ROOT / "desktop" / "version.py"))["VERSION"]
    if not changes(version):
        sys.exit(f"CHANGELOG.md says nothing about {version}: write its section first.")
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = build("sdist", ROOT, output)
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="data")
        wheel = build("wheel", folder / f"headwater-{version}", output)
        with zipfile.ZipFile(wheel) as file:
            if missing := sorted(files() - set(file.namelist())):
                sys.exit(f"{wheel.name} lacks {', '.join(missing)}")
            file.extractall(folder / "installed")
        start(folder / "installed", version)
    print(f"{archive}\n{wheel}")


def changes(version: str) -> str:
    """What CHANGELOG.md says about a version."""
    said = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return "".join(re.findall(rf"^## {re.escape(version)}(?:\s.*)?\n((?:(?!## ).*\n?)*)", said, re.MULTILINE)).strip()


def build(form: str, source: Path, output: Path) -> Path:
    """A ``wheel`` or an ``sdist`` of a source tree."""
    command = [sys.executable, "-c", BUILD, f"build_{form}", str(output.resolve())]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return output / done.stdout.splitlines()[-1]


def files() -> set[str]:
    """What the program consists of, by paths from the root."""
    found = (path for house in HOUSES for path in (ROOT / house).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if not {"__pycache__", "pictures"} & {*path.parts}}


def start(installed: Path, version: str) -> None:
    """The program from the wheel alone: it says its version, and finds its sample."""
    env = {**os.environ, "PYTHONPATH": str(installed), "LANGUAGE": "en"}
    for arguments, expected in ((["--version"], version), (["sample", "sample.headwater"], "sample.headwater")):
        command = [sys.executable, "-m", "desktop", *arguments]
        done = subprocess.run(command, cwd=installed, env=env, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode or expected not in done.stdout:
            sys.exit(f"the wheel does not start: {' '.join(command)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
