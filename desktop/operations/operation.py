"""What an operation is before it is run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.model.progress import Progress
    from db.store.operations import ChangeSet

    #: One named operation of the ledger, to be run once; answers with what it changed.
    Operation: TypeAlias = Callable[[Ledger], ChangeSet]

    #: The same for long work, which reports its progress and may be cancelled.
    LongOperation: TypeAlias = Callable[[Ledger, Progress], ChangeSet]
