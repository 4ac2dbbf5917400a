"""The question before an operation is reverted: what of it was edited since, and what is to become of that."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from db.history.reverting import Edited, RevertPreview
from desktop.look import plaintext
from desktop.look.theme import set_role
from desktop.wording import formatting
from desktop.wording.i18n import _, ngettext


def ask_revert(parent: QWidget | None, step: str, preview: RevertPreview) -> Edited | None:
    """Revert, or not (None); where something was edited since, keep that or take it back as well."""
    text, details = revert_question(step, preview)
    edited = bool(preview.edited)
    box = plaintext.message_box(
        parent, icon=QMessageBox.Icon.Question, title=_("Revert"), text=text, details=details, buttons=()
    )
    role = QMessageBox.ButtonRole.AcceptRole
    if edited:
        keep = box.addButton(_("Revert, Keep Edited"), role)
        both = box.addButton(_("Revert All"), QMessageBox.ButtonRole.DestructiveRole)
        set_role(both, "danger")
    else:
        keep, both = box.addButton(_("Revert"), role), None
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel if edited else keep)
    box.setEscapeButton(cancel)
    box.exec()
    chosen = box.clickedButton()
    if chosen is None or chosen is cancel:
        return None
    return "undo" if both is not None and chosen is both else "keep"


def revert_question(step: str, preview: RevertPreview) -> tuple[str, str]:
    """What is asked before a revert, and what is to be known: "3 of 412 records were edited since. …"."""
    asked = _("Revert “{step}”?").format(step=step)
    if not preview.edited:
        return asked, _("What was done later stays. Undo brings everything back.")
    if preview.edited_since:
        edited = ngettext(
            "{edited} of {n} record was edited since.", "{edited} of {n} records were edited since.", preview.rows
        ).format(edited=formatting.number(preview.edited_since), n=formatting.number(preview.rows))
    else:
        edited = ngettext(
            "{n} organization, source or other record of it was edited since.",
            "{n} organizations, sources or other records of it were edited since.",
            preview.others_edited,
        ).format(n=formatting.number(preview.others_edited))
    kept = _("They can be kept as they are now, or taken back as well. Undo brings everything back.")
    return asked, f"{edited} {kept}"


__all__ = ["ask_revert", "revert_question"]
