"""The bus of a window: what a room asks for reaches whoever answers it, and neither knows the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from desktop.session.requests import Request

R = TypeVar("R", bound="Request")


class Bus:
    """Hands each request to the one who answers its type, at once.

    ``prepare`` is called before what is there to answer matters: whoever answers may be made only then.
    """

    def __init__(self, prepare: Callable[[], None] | None = None) -> None:
        self._prepare = prepare or _nothing
        self._answers: dict[type[Request], Callable[[Any], None]] = {}

    def answer(self, kind: type[R], how: Callable[[R], None]) -> None:
        """From now on, requests of this type are carried out so; there is one answer to each."""
        assert kind not in self._answers, kind
        self._answers[kind] = how

    @property
    def answered(self) -> frozenset[type[Request]]:
        """The types of request that somebody answers."""
        self._prepare()
        return frozenset(self._answers)

    def request(self, request: Request) -> None:
        """Have a request carried out. Raises KeyError for a type that nobody answers."""
        self._prepare()
        self._answers[type(request)](request)


def _nothing() -> None:
    pass
