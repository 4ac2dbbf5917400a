"""Questions: what loses something is red and not what Return does."""

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from desktop.look.theme import Theme
from desktop.widgets import notify

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.parametrize("danger", [True, False])
@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_what_loses_something_is_red_and_not_what_return_does(qapp, qtbot, mode, danger):
    qapp.setStyleSheet("")  # that of a theme of another test
    theme, seen = Theme(qapp, mode=mode), {}
    parent = QWidget()
    qtbot.addWidget(parent)

    def look():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        agree = next(one for one in box.findChildren(QPushButton) if one.text() == "Delete")
        seen["ground"] = agree.grab().toImage().pixelColor(QPoint(8, agree.height() // 2)).name()
        seen["default"] = box.defaultButton().text()
        box.reject()

    QTimer.singleShot(0, look)
    assert not notify.ask(parent, title="Delete", text="Delete 3 events?", yes="Delete", danger=danger)
    assert seen["ground"] == (theme.colors.negative if danger else theme.colors.accent)
    assert seen["default"] == ("Cancel" if danger else "Delete")
    theme.deleteLater()
