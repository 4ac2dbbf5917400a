"""How Headwater looks: Fusion with our palette and style sheet, light, dark or of high contrast.

The system is followed, in its colors and its contrast, or one scheme is chosen.

Widgets ask for an appearance by the dynamic property ``role`` (set before the widget is shown, or through
:func:`set_role`): labels *heading, subheading, figure, muted, positive, negative, warning*; frames *card, bar, notice,
line*; buttons *primary, danger, link*; a list view *nav*; a scroll area without a frame *plain*. A line edit takes
``state``: *warning* or *error*.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop import assets
from desktop.look import icons
from desktop.look.colors import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Colors, readable

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

#: "contrast" is high contrast, on light or dark ground as the system has it.
MODES = ("system", "light", "dark", "contrast")

#: Arguments that give an application our style from the start. Asking for it later costs the start of the program
#: some 15 ms: Python would be given every part and metric of Qt's styles. Set the property ``fusion`` then.
STYLE = ("-style", "Fusion")

#: The smallest size of body text, in device-independent pixels; a larger font of the system is kept.
BASE_FONT = 13


class Theme(QObject):
    """The look of one application.

    Emits ``changed`` after palette, style sheet and :attr:`colors` are those of another scheme; whoever has painted
    with colors or icons from here takes them anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication, *, mode: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._mode = ""
        self._colors = LIGHT
        self._icons: dict[tuple[str, str, tuple[int, ...]], QIcon] = {}
        self._dress_font()
        if not app.property("fusion"):
            app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._on_scheme_changed)
        self.set_mode(mode)

    @property
    def mode(self) -> str:
        """What was chosen: one of :data:`MODES`."""
        return self._mode

    @property
    def colors(self) -> Colors:
        """The colors of the scheme in use."""
        return self._colors

    def set_mode(self, mode: str) -> None:
        """Follows the system, or keeps to one scheme. Raises ValueError for a mode that is none of ours."""
        if mode not in MODES:
            raise ValueError(f"no such mode: {mode}")
        self._mode = mode
        hints = self._app.styleHints()
        # Also the window frames and native dialogs follow this.
        hints.setColorScheme(
            {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(mode, Qt.ColorScheme.Unknown)
        )
        self._dress(self._wanted())

    def color(self, name: str) -> QColor:
        """A field of :class:`Colors` as a QColor."""
        return QColor(getattr(self._colors, name))

    def chart_color(self, color: str) -> QColor:
        """A color that came from data, as far darkened or lightened as it needs to be seen on a chart (3:1)."""
        return QColor(readable(color, self._colors.surface))

    def icon(self, name: str, color: str = "text", *, sizes: tuple[int, ...] = icons.SIZES) -> QIcon:
        """An icon in a color of the scheme (a field of :class:`Colors`). Valid until ``changed``."""
        key = (name, getattr(self._colors, color), sizes)
        if key not in self._icons:
            self._icons[key] = icons.icon(name, key[1], disabled=self._colors.control, sizes=sizes)
        return self._icons[key]

    def number_font(self) -> QFont:
        """The body font with digits of equal width, for columns of numbers."""
        font = QFont(self._app.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _wanted(self) -> Colors:
        hints = self._app.styleHints()
        if self._mode in {"light", "dark"}:
            return DARK if self._mode == "dark" else LIGHT
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        if self._mode == "contrast" or hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return HIGH_DARK if dark else HIGH_LIGHT
        return DARK if dark else LIGHT

    @Slot()
    def _on_scheme_changed(self) -> None:
        if self._mode and self._wanted() is not self._colors:
            self._dress(self._wanted())

    def _dress_font(self) -> None:
        font = self._app.font()
        font.setPixelSize(max(BASE_FONT, QFontInfo(font).pixelSize()))
        self._app.setFont(font)

    def _dress(self, colors: Colors) -> None:
        if colors is self._colors and self._app.styleSheet():
            return
        self._colors = colors
        self._icons.clear()
        self._app.setPalette(palette(colors))
        self._app.setStyleSheet(style_sheet(colors, base=self._app.font().pixelSize()))
        self.changed.emit()


def palette(colors: Colors) -> QPalette:
    """The palette of a scheme. Selected text keeps its color; a selection without focus is grayer, not invisible."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for roles, value in (
        ((role.Window, role.Button), colors.window),
        ((role.Base,), colors.surface),
        ((role.AlternateBase, role.ToolTipBase, role.Light, role.Midlight), colors.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.HighlightedText), colors.text),
        ((role.PlaceholderText,), colors.muted),
        ((role.BrightText,), colors.negative),
        ((role.Highlight,), colors.selection),
        ((role.Accent, role.Link), colors.accent),
        ((role.LinkVisited,), colors.contingent),
        ((role.Mid, role.Dark), colors.control),
        ((role.Shadow,), colors.border),
    ):
        for one in roles:
            made.setColor(one, QColor(value))
    made.setColor(group.Inactive, role.Highlight, QColor(colors.hover))
    for one in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(group.Disabled, one, QColor(colors.control))
    made.setColor(group.Disabled, role.Base, QColor(colors.window))
    made.setColor(group.Disabled, role.Highlight, QColor(colors.border))
    return made


def style_sheet(colors: Colors, *, base: int = BASE_FONT) -> str:
    """``resources/styles/app.qss`` in the colors of a scheme; ``base`` is the size of body text in pixels."""
    scheme = "dark" if colors.dark else "light"
    values = {
        **{name: f"{name}-{scheme}.svg" for name in ("check", "partly", "dot")},
        "styles": assets.path("styles").as_posix(),
        "heading": str(round(base * 1.4)),
        "figure": str(round(base * 1.9)),
    }
    return re.sub(
        r"\$\{?(\w+)\}?",
        lambda found: values.get(found[1]) or getattr(colors, found[1]),
        assets.text("styles/app.qss"),
    )


def set_role(widget: QWidget, value: str, *, name: str = "role") -> None:
    """Changes the ``role`` or ``state`` of a widget that may be shown already, and restyles it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is styled when it is first shown
        widget.style().unpolish(widget)
        widget.style().polish(widget)
