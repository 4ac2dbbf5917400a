"""Two hands at the form of the real window: from field to field by Tab, and every key is counted."""

import time

#: The fields of a new event by group, in the order of Tab; between them lies the heading of the first claim.
_EVENT = {
    "workforce": ("place", "unit", "population"),
    "relationship": ("side", "counterparty", "category"),
    "leadership": ("person", "role", "counterparty"),
    "ownership": ("counterparty",),
    "strategy": ("unit",),
}
_CLAIM = {
    "workforce": ("announced", "count", "percent"),
    "relationship": ("announced",),
    "leadership": ("announced", "effective"),
    "ownership": ("announced", "amount", "percent"),
    "strategy": ("announced",),
}
#: Behind "More dates and figures", once it is open.
_MORE = {"relationship": ("effective", "until", "amount")}
_SOURCE = ("publisher", "url", "published", "accessed", "reliability", "origin", "title", "wording")
_CLOSING = ("part_of", "notes", "reason", "tags")
#: Choices: a letter chooses; typing over them would be another choice.
_CHOICES = ("side", "population", "status", "reliability")


class Hands:
    """Types into the form; knows the order of its fields, and which one has the keyboard."""

    def __init__(self, screen):
        self.screen = screen
        self.pressed = 0
        self.facts = []  # (what, keys, seconds)
        self._group, self._here, self._opened = "workforce", "kind", set()
        self._begun = (0, 0.0)

    # Keys.

    def keys(self, *names):
        """Press keys."""
        self.pressed += len(names)
        self.screen.keys(*names)

    def type(self, text):
        """Type where the keyboard is."""
        self.pressed += len(text)
        self.screen.type(text)

    # The form.

    def begin(self, group, here):
        """A form of a group of kinds with the keyboard in one of its fields."""
        self._group, self._here, self._opened = group, here, set()
        self._begun = (self.pressed, time.monotonic())

    def go(self, name):
        """Tab to a field, or back to it."""
        stops = self._stops()
        by = stops.index(name) - stops.index(self._here)
        if by:
            self.keys(*["Tab" if by > 0 else "shift+Tab"] * abs(by))
        self._here = name

    def fill(self, **texts):
        """Tab from field to field and type; what a field held goes. An empty text empties the field."""
        for name, text in texts.items():
            self.go(name)
            self.type(text) if text else self.keys("BackSpace")

    def open(self, name):
        """Open what is behind "more" or "closing"."""
        self.go(name)
        self.keys("space")
        self._opened.add(name)

    def add_claim(self):
        """Another source on the same event: on to its date."""
        self.go("add")
        self.keys("space")
        self._opened.discard("more")
        self._here = "announced"

    def known_source(self, begins):
        """Type the beginning of a publisher and take the first source that is offered."""
        self.fill(publisher=begins)
        self.screen.rest()
        self.keys("Down", "Return")
        self._here = "url"

    def correct(self):
        """The claim's menu, and "Correct with a new claim" in it: on to the reason."""
        self.go("menu")
        self.keys("space")
        self.screen.rest()
        self.keys("c")
        self.screen.rest()
        self._here = "correction"

    def saved(self, key, done, what):
        """Save by a key, look until it is done, and note how much it took."""
        self.keys(key)
        done()
        keys, start = self._begun
        self.facts.append((what, self.pressed - keys, time.monotonic() - start))

    def _stops(self):
        more = _MORE.get(self._group, ()) if "more" in self._opened else ()
        closing = _CLOSING if "closing" in self._opened else ()
        other = ("other",) if self._group == "workforce" else ()
        correction = ("correction",) if self._here == "correction" or "correction" in self._opened else ()
        self._opened.update(correction)
        return (
            "kind", "organization", *_EVENT[self._group],
            *(("claim", "menu") if "menu" in self._opened else ("claim",)),
            *_CLAIM[self._group], "more", *more, "status", *correction, *_SOURCE,
            "add", *other, "closing", *closing,
        )  # fmt: skip
