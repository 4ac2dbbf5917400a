"""Progress of long work as a null object: the work always reports, whether anybody watches is not its business."""

from __future__ import annotations

from db.errors import CancelledError


class Progress:
    """Told how far work has come; may stop it. The base class does neither."""

    @property
    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return False

    def report(self, done: int, total: int) -> None:
        """``done`` of ``total`` units are done; raises :class:`CancelledError` if the user asked to stop."""
        if self.cancelled:
            raise CancelledError
        self._show(done, total)

    def _show(self, done: int, total: int) -> None:
        """For those who watch."""
