"""What holds in a window now: which commands can be carried out, and what undo, redo and the window are called."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from desktop.commands.catalog import BACK, FORWARD, LEDGER, NOW, REDO, SELECTED, UNDO, WRITABLE
from desktop.commands.registry import Actions
from desktop.frame.visits import Path
from desktop.session.session import Session
from desktop.wording import i18n
from desktop.wording.i18n import _


def refresh(window: QMainWindow, session: Session, actions: Actions, path: Path) -> None:
    """Have commands, their names and the title of a window say what holds; ``path``: where one has been in it."""
    facts = session.facts
    holds = {
        name
        for name, true in (
            (LEDGER, session.is_open),
            (WRITABLE, session.writable),
            (SELECTED, session.selected is not None),
            (NOW, session.shows_now),
            (UNDO, facts.undo is not None),
            (REDO, facts.redo is not None),
            (BACK, path.back),
            (FORWARD, path.forward),
        )
        if true
    }
    actions.set_facts(holds)
    if session.is_open:
        from desktop.wording.changes import steps

        actions.rename("undo", steps.undo_text(facts.undo, kinds=facts.kinds))
        actions.rename("redo", steps.redo_text(facts.redo, kinds=facts.kinds))
    name = session.path.name.removesuffix(".headwater") if session.path else ""
    window.setWindowTitle(_("{file} — Headwater").format(file=name) if name else "Headwater")
    window.setWindowFilePath("" if session.path is None else str(session.path))
    actions[f"language.{i18n.language()}"].setChecked(True)
