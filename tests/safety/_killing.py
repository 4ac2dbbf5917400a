"""Killing a deed at a moment nobody chose, again and again, and looking each time at what it has left."""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from safety._deeds import Deed, bare

#: Seconds after which a deed that says nothing is none.
_PATIENCE = 60


@dataclass
class Killed:
    """How often it was killed, in how many a transaction was under way, and what was found amiss."""

    tried: int = 0
    hot: int = 0
    problems: list[str] = field(default_factory=list)


def kill(deed: Deed, folder: Path, *, times: int, seed: int = 7, control: bool = False) -> Killed:
    """Kill a deed ``times`` times. With ``control`` it works without what protects it, and stops at the first harm."""
    folder.mkdir(parents=True, exist_ok=True)
    deed.prepare(folder)
    choose, found = random.Random(seed), Killed()
    for number in range(times):
        try:
            said = _once(deed, folder, choose, number, control=control)
        except AssertionError as error:
            if not control or "db.errors." not in str(error):
                raise
            found.problems.append(f"{deed.name}, kill {number}: what was left cannot be used")
            break
        found.tried += 1
        found.hot += any(folder.rglob("*-journal"))
        try:
            amiss = deed.problems(folder, said)
        except Exception as error:  # noqa: BLE001 - whatever comes of what was left is a finding
            amiss = [f"{type(error).__name__}: {error}"]
        if amiss:
            found.problems.append(f"{deed.name}, kill {number}: {amiss[0]}")
            if control:
                break
    return found


def _once(deed: Deed, folder: Path, choose: random.Random, number: int, *, control: bool) -> list[str]:
    """One process, from its start to its death; gives the last words it said."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _work(deed, folder, number, write, control=control)
    os.close(write)
    with os.fdopen(read, "r", encoding="utf-8", newline="\n") as heard:
        lines = [_line(heard) for _ in range(choose.randrange(1, 5))]
        time.sleep(choose.uniform(0, deed.seconds))  # not on words but somewhere in the work after them
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += heard.readlines()
    failed = [line for line in lines if line.startswith("failed")]
    if failed:
        raise AssertionError(failed[0].replace("|", "\n"))
    return [line for line in lines if line.endswith("\n")][-1].split()


def _line(heard: TextIO) -> str:
    """The next words; a deed that has nothing to say for so long is none."""
    if not select.select([heard], [], [], _PATIENCE)[0]:
        raise TimeoutError("a deed says nothing")
    return heard.readline()


def _work(deed: Deed, folder: Path, number: int, write: int, *, control: bool) -> None:
    """In the process that is killed; never comes back."""

    def say(*words: object) -> None:
        # In one piece: whoever is killed between two writes leaves half of it.
        os.write(write, (" ".join(map(str, words)) + "\n").encode())

    try:
        with bare() if control else contextlib.nullcontext():
            deed.do(folder, random.Random(number), say)
    except BaseException:  # noqa: BLE001 - told by the parent
        say("failed", traceback.format_exc().replace("\n", "|"))
    os._exit(1)
