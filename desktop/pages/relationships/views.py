"""The views of the relationships page besides its lanes, in their order."""

from __future__ import annotations

from desktop.pages.answers.shown import AnswerView
from desktop.pages.relationships import clients, lasting, money, over_time, trouble, windows
from desktop.wording.i18n import N_

VIEWS: tuple[AnswerView, ...] = (
    AnswerView(id="over_time", title=N_("Over time"), read=over_time.read, show=over_time.show),
    AnswerView(id="bridge", title=N_("Starts and ends"), read=clients.read_churn, show=clients.show_bridge),
    AnswerView(id="churn", title=N_("Churn and retention"), read=clients.read_churn, show=clients.show_churn),
    AnswerView(id="cohorts", title=N_("Cohorts"), read=clients.read_cohorts, show=clients.show_cohorts),
    AnswerView(id="lasting", title=N_("How long they last"), read=lasting.read, show=lasting.show),
    AnswerView(id="windows", title=N_("Before and after"), read=windows.read, show=windows.show),
    AnswerView(id="money", title=N_("Concentration"), read=money.read, show=money.show),
    AnswerView(id="trouble", title=N_("My organization: trouble"), read=trouble.read, show=trouble.show, edits=True),
)
