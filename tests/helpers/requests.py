"""What was asked of other rooms, noted instead of carried out."""

from desktop.session import requests
from desktop.session.bus import Bus

#: Every type of request there is.
KINDS = tuple(
    one
    for one in vars(requests).values()
    if isinstance(one, type) and issubclass(one, requests.Request) and one is not requests.Request
)


def noting() -> tuple[Bus, list[requests.Request]]:
    """A bus whose every answer is to note the request, and the list of what was noted."""
    bus, noted = Bus(), []
    for kind in KINDS:
        bus.answer(kind, noted.append)
    return bus, noted
