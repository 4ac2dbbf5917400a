"""The views of the relationships page besides its lanes, in their order."""

from __future__ import annotations

from desktop.pages.answers.shown import AnswerView
from desktop.pages.relationships import clients, lasting, money, over_time, trouble, windows
from desktop.wording.i18n import N_

_RECORD = N_("Record when relationships start, change and end, or import a table of contracts.")
_AMOUNTS = N_("Enter amounts with the events of relationships, or import a table that has them.")
_EVENT = N_("Choose an event above, or record one that changed who owns, leads or works there.")

VIEWS: tuple[AnswerView, ...] = (
    AnswerView(id="over_time", title=N_("Over time"), hint=_RECORD, read=over_time.read, show=over_time.show),
    AnswerView(
        id="bridge", title=N_("Starts and ends"), hint=_RECORD, read=clients.read_churn, show=clients.show_bridge
    ),
    AnswerView(
        id="churn", title=N_("Churn and retention"), hint=_RECORD, read=clients.read_churn, show=clients.show_churn
    ),
    AnswerView(id="cohorts", title=N_("Cohorts"), hint=_RECORD, read=clients.read_cohorts, show=clients.show_cohorts),
    AnswerView(id="lasting", title=N_("How long they last"), hint=_RECORD, read=lasting.read, show=lasting.show),
    AnswerView(id="windows", title=N_("Before and after"), hint=_EVENT, read=windows.read, show=windows.show),
    AnswerView(id="money", title=N_("Concentration"), hint=_AMOUNTS, read=money.read, show=money.show),
    AnswerView(
        id="trouble", title=N_("My organization: trouble"), hint=_RECORD, read=trouble.read, show=trouble.show,
        edits=True,
    ),
)  # fmt: skip
