"""The scope bar: which organizations, which period, from which status on, and as known on which day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from db.model.ids import OrganizationId
from db.model.scope import Scope
from db.model.values import Status
from desktop.look import plaintext
from desktop.look.theme import Theme, set_role
from desktop.session.session import Session
from desktop.session.settings import DATE_ORDER, Settings
from desktop.widgets.drop_button import DropButton
from desktop.wording import formatting
from desktop.wording.codes import minimum_status_name
from desktop.wording.i18n import _, ngettext
from desktop.wording.moments import Moment

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.store.operations import ChangeSet
    from desktop.widgets.scope_popups import DatePopup, KnownOnPopup, OrganizationsPopup, PeriodPopup
    from desktop.wording.language.periods import Period

_ICON = 16  # pixels
_OFFERED = (Status.CONFIRMED, Status.REPORTED, Status.RUMORED)


class ScopeBar(QFrame):
    """Shows the session's scope and changes it."""

    def __init__(self, session: Session, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._theme = theme
        self._settings = settings
        self._names: Mapping[OrganizationId, str] = {}
        self._captions: dict[QToolButton, str] = {}
        self._popups: dict[str, OrganizationsPopup | PeriodPopup | KnownOnPopup] = {}
        self.setProperty("role", "bar")
        self.setAccessibleName(_("Scope"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        self.organizations = self._button("organizations", _("Organizations"), self._on_organizations)
        self.period = self._button("calendar", _("Period"), self._on_period)
        self.status = self._button("filter", _("Minimum status"), None)
        self.rumors = QCheckBox(_("Include rumors"))
        self.rumors.setAccessibleName(_("Include rumors"))
        plaintext.tooltip(self.rumors, _("Rumored events count in totals and are drawn hollow."))
        self.rumors.clicked.connect(self._on_rumors)
        self.known_on = self._button("history", _("As known on"), self._on_known_on)
        self.reset = QToolButton()
        self.reset.setText(_("Reset"))
        self.reset.setIconSize(QSize(_ICON, _ICON))
        self.reset.setAccessibleName(_("Reset the scope"))
        plaintext.tooltip(self.reset, _("Show everything again: all organizations, all dates, reported or better"))
        self.reset.clicked.connect(self._on_reset)
        for widget in (self.organizations, self.period, self.status, self.rumors, self.known_on):
            row.addWidget(widget)
        row.insertSpacing(row.indexOf(self.rumors) + 1, 8)
        row.insertSpacing(row.indexOf(self.rumors), 6)
        row.addStretch(1)
        row.addWidget(self.reset)
        self._build_status_menu()
        self.restyle()
        session.scope_changed.connect(self.show_scope)
        session.opened.connect(self._read_names)
        session.ledger_changed.connect(self._on_ledger_changed)
        theme.changed.connect(self.restyle)
        self.show_scope(session.scope)
        if session.is_open:
            self._read_names()

    def _button(self, icon: str, name: str, slot: Callable[[], None] | None) -> QToolButton:
        button = DropButton(self._theme, self)
        button.setObjectName(icon)
        self._captions[button] = name
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(28)
        button.setIconSize(QSize(_ICON, _ICON))
        plaintext.tooltip(button, name)
        if slot is not None:
            button.clicked.connect(slot)
        return button

    def _build_status_menu(self) -> None:
        menu = QMenu(self.status)
        self._choices = QActionGroup(self)
        for status in _OFFERED:
            action = QAction(_sentence_case(minimum_status_name(status)), self._choices)
            action.setCheckable(True)
            action.setData(status.value)
            menu.addAction(action)
        self._choices.triggered.connect(self._on_status)
        self.status.setMenu(menu)

    # Showing.

    @Slot(object)
    def show_scope(self, scope: Scope) -> None:
        """Name the scope on the buttons; whatever narrows it stands out."""
        self._name(self.organizations, self._organizations_text(scope), narrowed=bool(scope.organization_ids))
        all_dates = scope.first is None and scope.last is None
        period = _("All dates") if all_dates else formatting.period(scope.first, scope.last)
        self._name(self.period, period, narrowed=not all_dates)
        self._name(
            self.status,
            _sentence_case(minimum_status_name(scope.minimum_status)),
            narrowed=scope.minimum_status is not Status.REPORTED,
        )
        moment = Moment.of(scope)
        self._name(self.known_on, moment.sentence, narrowed=not moment.now)
        self.rumors.setChecked(scope.minimum_status in {Status.RUMORED, Status.DENIED})
        for action in self._choices.actions():
            action.setChecked(action.data() == scope.minimum_status.value)
        self.reset.setVisible(scope != Scope())

    def _name(self, button: QToolButton, text: str, *, narrowed: bool) -> None:
        button.setText(plaintext.mnemonic_safe(text))
        said = _("{field}: {value}").format(field=self._captions[button], value=text)
        button.setAccessibleName(said)
        set_role(button, "narrowed" if narrowed else "")

    def _organizations_text(self, scope: Scope) -> str:
        count = len(scope.organization_ids)
        if not count:
            return _("All organizations")
        name = self._names.get(scope.organization_ids[0], "")
        if count == 1 and name:
            return plaintext.elided(name, limit=30)
        return ngettext("{n} organization", "{n} organizations", count).format(n=formatting.number(count))

    @Slot()
    def restyle(self) -> None:
        """Icons in the theme's colors."""
        for button in (self.organizations, self.period, self.status, self.known_on):
            button.setIcon(self._theme.icon(button.objectName(), "muted", sizes=(_ICON,)))
        self.reset.setIcon(self._theme.icon("close", "muted", sizes=(_ICON,)))
        self.reset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    # Names of organizations.

    @Slot()
    def _read_names(self) -> None:
        self.session.tasks.read(_names, self._on_names, key="scope.names")

    @Slot(object)
    def _on_ledger_changed(self, change: ChangeSet) -> None:
        if change.touches("organizations"):
            self._read_names()

    @Slot(object)
    def _on_names(self, names: Mapping[OrganizationId, str]) -> None:
        self._names = names
        self.show_scope(self.session.scope)

    # Changing.

    @Slot()
    def _on_organizations(self) -> None:
        from desktop.widgets.scope_popups import OrganizationsPopup

        popup = self._popups.get("organizations")
        if not isinstance(popup, OrganizationsPopup):
            popup = self._popups["organizations"] = OrganizationsPopup(self)
            popup.chosen.connect(self._on_organizations_chosen)
        popup.open_under(self.organizations)
        popup.fill(self._names, self.session.scope.organization_ids)

    @Slot(object)
    def _on_organizations_chosen(self, ids: tuple[OrganizationId, ...]) -> None:
        self.session.change_scope(organization_ids=ids)

    @Slot()
    def _on_period(self) -> None:
        from desktop.widgets.scope_popups import PeriodPopup

        popup = self._popups.get("period")
        if not isinstance(popup, PeriodPopup):
            popup = self._popups["period"] = PeriodPopup(self)
            popup.chosen.connect(self._on_period_chosen)
        scope = self.session.scope
        first, last = (day.isoformat() if day else "" for day in (scope.first, scope.last))
        self._ask(popup, self.period, _range(first, last))

    @Slot(object)
    def _on_period_chosen(self, period: Period) -> None:
        self.session.change_scope(first=period.first, last=period.last)

    @Slot()
    def _on_known_on(self) -> None:
        from desktop.widgets.scope_popups import KnownOnPopup

        popup = self._popups.get("known_on")
        if not isinstance(popup, KnownOnPopup):
            popup = self._popups["known_on"] = KnownOnPopup(self)
            popup.chosen.connect(self._on_known_on_chosen)
        scope = self.session.scope
        self._ask(popup, self.known_on, Moment.of(scope).text)

    @Slot(object)
    def _on_known_on_chosen(self, moment: Moment) -> None:
        self.session.change_scope(known_on=moment.day, known_operation=moment.operation)

    def _ask(self, popup: DatePopup, button: QToolButton, text: str) -> None:
        from db.reading.dates import DateOrder
        from db.store.store import local_now

        order = self._settings.get(DATE_ORDER)
        popup.ask(text, today=local_now().date(), order=None if order == "ask" else DateOrder(order))
        popup.open_under(button)
        popup.field.setFocus()

    @Slot(QAction)
    def _on_status(self, action: QAction) -> None:
        self.session.change_scope(minimum_status=Status(action.data()))

    @Slot(bool)
    def _on_rumors(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.session.change_scope(minimum_status=Status.RUMORED if checked else Status.REPORTED)

    @Slot()
    def _on_reset(self) -> None:
        self.session.set_scope(Scope())


def _range(first: str, last: str) -> str:
    """Two days as :func:`desktop.wording.language.periods.read_period` takes them; an end may be open."""
    if first and last:
        return f"{first} - {last}"
    return f"{first} .. {last}".strip() if first or last else ""


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(ledger: Ledger, _progress: Progress) -> dict[OrganizationId, str]:
    return ledger.organizations.names()
