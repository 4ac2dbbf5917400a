"""pytest-qt's bot, with our patience: a limit is named only where something must *not* come."""

from pytestqt.qtbot import QtBot

from helpers.patience import PATIENCE

_MS = int(PATIENCE * 1000)


class PatientBot(QtBot):
    """The ``qtbot`` of all tests."""

    def waitUntil(self, callback, *, timeout=_MS):
        return super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=_MS, **options):
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitExposed(self, widget, *, timeout=_MS):
        return super().waitExposed(widget, timeout=timeout)
