"""A screen of its own for the real program: Xvfb, a person's folders, and keys through xdotool."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from helpers.patience import PATIENCE
from helpers.places import ROOT


def until(condition, what, *, patience=PATIENCE, pause=0.05):
    """Look until something is there, and give it."""
    deadline = time.monotonic() + patience
    while not (found := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {patience:g} s for {what}")
        time.sleep(pause)
    return found


def need(*programs):
    """Skip where a program is missing; continuous integration has them all."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


class Screen:
    """An X display without a window manager, and the programs started on it."""

    def __init__(self, home, *, size="1440x900"):
        need("Xvfb", "xdotool")
        self.home = home
        self._running = []
        read, write = os.pipe()
        # Left alone, it starts anew whenever its last client goes, as each look through xdotool does before the program
        # is there, and drops whoever connects at that moment: a program that never gets a window, and says nothing.
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as number:
            display = number.readline().strip()
        if not display:
            pytest.fail("Xvfb did not start")
        folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        # Nothing of the desktop the tests run on: no portal, no theme, no other language.
        self.env = {
            "DISPLAY": f":{display}", "HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT), "TMPDIR": str(home), "DBUS_SESSION_BUS_ADDRESS": "disabled:", **folders,
        }  # fmt: skip

    def start(self, *arguments):
        """The program, with its window."""
        with (self.home / f"output-{len(self._running)}.txt").open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "desktop", *map(str, arguments)],
                cwd=self.home, env=self.env, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self._running.append(process)
        return process

    def xdotool(self, *arguments):
        """What xdotool prints; empty if it found nothing."""
        done = subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout

    def windows(self, title="."):
        """The windows on the screen whose title matches."""
        return [int(line) for line in self.xdotool("search", "--onlyvisible", "--name", title).split()]

    def titles(self):
        """The titles of all windows on the screen."""
        return sorted(self.xdotool("getwindowname", window).strip() for window in self.windows())

    def window(self, title, *, beside=()):
        """Wait for a window and give it the keyboard, as a window manager would."""

        def there():
            return [one for one in self.windows(f"^{re.escape(title)}$") if one not in beside]

        found = until(there, f"a window “{title}” (there are: {self.titles()}; {self.said()})")[-1]
        self.xdotool("windowfocus", "--sync", found)
        return found

    def keys(self, *names):
        """Press keys where the keyboard is."""
        self.xdotool("key", "--delay", "25", *names)

    def type(self, text):
        """Type where the keyboard is."""
        self.xdotool("type", "--delay", "12", text)

    def rest(self, *, calm=0.3):
        """Look until the programs have nothing more to do, as a person looks before typing on."""

        until(lambda: self._resting(calm), "the programs to rest")

    def _resting(self, calm):
        """Whether the programs do nothing for a while."""
        before = self._work()
        time.sleep(calm)
        return None not in before and before == self._work()

    def _work(self):
        """The processor time of each thread of the programs, in the kernel's ticks; None for one that waits for it."""
        found = []
        for process in self._running:
            for stat in Path(f"/proc/{process.pid}/task").glob("*/stat"):
                with suppress(OSError):  # it has ended
                    state, *more = stat.read_text().rpartition(")")[2].split()
                    found.append(None if state in "RD" else more[10:12])
        return found

    def until_gone(self, window):
        """Wait for a window to close."""
        until(lambda: window not in self.windows(), "a window to close")

    def press_until(self, keys, condition, what, *, pause=2.0):
        """Press keys until something is so; again where nothing came of them: they may come before what they are for.

        Not while the programs still work: on a busy machine what was asked for is yet to come, and would come twice.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.keys(*keys.split())
            again = time.monotonic() + pause
            while time.monotonic() < again or not self._resting(calm=0.3):
                if found := condition():
                    return found
                if time.monotonic() > deadline:
                    break
                time.sleep(0.05)
            if found := condition():
                return found
        return pytest.fail(f"{keys} did not bring {what} ({self.titles()}; {self.said()})")

    def said(self):
        """What the programs have printed."""
        files = sorted(self.home.glob("output-*.txt")) + sorted(self.home.glob("data/**/headwater.log"))
        return "\n".join(file.read_text(errors="replace") for file in files)

    def close(self):
        """End the programs and the display."""
        for process in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(timeout=PATIENCE)
        self._server.terminate()
        self._server.wait(timeout=PATIENCE)
