"""The bus of a window: what a room asks for reaches whoever answers it, and neither knows the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from desktop.session.requests import Request

R = TypeVar("R", bound=Request)


class Bus:
    """Hands each request to the one who answers its type, at once."""

    def __init__(self) -> None:
        self._answers: dict[type[Request], Callable[[Any], None]] = {}

    def answer(self, kind: type[R], how: Callable[[R], None]) -> None:
        """From now on, requests of this type are carried out so; there is one answer to each."""
        assert kind not in self._answers, kind
        self._answers[kind] = how

    @property
    def answered(self) -> frozenset[type[Request]]:
        """The types of request that somebody answers."""
        return frozenset(self._answers)

    def request(self, request: Request) -> None:
        """Have a request carried out. Raises KeyError for a type that nobody answers."""
        self._answers[type(request)](request)
