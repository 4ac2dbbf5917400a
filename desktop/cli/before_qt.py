"""What the first picture needs and Qt has no part in: imported before Qt, which reads the source of what follows."""
# ruff: noqa: F401

from __future__ import annotations

import db.errors
import db.model.ids
import db.model.progress
import db.model.scope
import desktop.commands.catalog
import desktop.frame.page_table
import desktop.look.colors
import desktop.look.icons
import desktop.operations.ledger
import desktop.session.bus
import desktop.wording.codes
import desktop.wording.language.lines
import desktop.wording.moments
