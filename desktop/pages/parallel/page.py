"""The page of parallel cases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.look.theme import Theme
from desktop.pages.answers.page import AnswersPage
from desktop.pages.answers.shown import AnswerView
from desktop.pages.chart_page import heading_label
from desktop.pages.parallel import following, levels
from desktop.session.bus import Bus
from desktop.session.session import Session
from desktop.session.settings import Settings
from desktop.wording.i18n import N_, _

_HINT = N_("Choose other kinds above, record such events, or try the sample of parallel cases in the File menu.")

VIEWS: tuple[AnswerView, ...] = (
    AnswerView(id="levels", title=N_("Headcounts and events"), hint=_HINT, read=levels.read, show=levels.show),
    AnswerView(
        id="days", title=N_("Days until it followed"), hint=_HINT, read=following.read, show=following.show_days
    ),
    AnswerView(id="shares", title=N_("Shares cut"), hint=_HINT, read=following.read, show=following.show_shares),
    AnswerView(
        id="curve", title=N_("Cases without it, by day"), hint=_HINT, read=following.read, show=following.show_curve
    ),
)


class ParallelPage(AnswersPage):
    """What followed a like event at several organizations. The scope says which, the page which events."""

    page_id = "parallel"
    page_title = N_("Parallel cases")

    def __init__(
        self, session: Session, theme: Theme, settings: Settings, bus: Bus, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, theme, settings, bus, parent)
        self.heading.insertWidget(0, heading_label(_("Parallel cases")))

    def answer_views(self) -> Sequence[AnswerView]:
        """Levels, days, shares, and the curve."""
        return VIEWS

    def reload(self) -> None:
        """Ask the reader."""
        self.read_answer()
