"""Two hands at the form of the real window: from field to field by Tab, and every key is counted."""

import time

#: The fields of a new event by group, in the order of Tab; between them lies the heading of the first claim.
_EVENT = {
    "workforce": (),
    "relationship": ("side", "counterparty", "category", "reference"),
    "leadership": ("person", "role", "counterparty"),
    "ownership": ("counterparty",),
    "strategy": (),
}
#: Those that follow what is said of each report.
_AFTER = {"workforce": ("place", "unit", "population"), "strategy": ("unit",)}
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


class Hands:
    """Types into the form; knows the order of its fields, and which one has the keyboard."""

    def __init__(self, screen):
        self.screen = screen
        self.pressed = 0
        self.facts = []  # (what, keys, seconds)
        self._group, self._here, self._opened = "workforce", "kind", set()
        self._offered = False  # the source used last, as a link above the publisher
        self._begun = (0, time.monotonic())

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

    def begin(self, group, here, *, source=False, menu=False):
        """A form of a group of kinds with the keyboard in one of its fields; ``source``: its claim has one already."""
        self._group, self._here, self._opened = group, here, {"menu"} if menu else set()
        self._offered = bool(self.facts) and not source

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
            self._offered &= name != "publisher"
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
        self._offered = bool(self.facts)
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
        self._opened.add("correction")
        self._here = "correction"

    def same_source(self):
        """Ctrl+D: the source used last; on to the wording."""
        self.keys("ctrl+d")
        self._offered, self._here = False, "wording"

    def noted(self, what):
        """A fact is written: how many keys and seconds since the last one."""
        keys, start = self._begun
        self.facts.append((what, self.pressed - keys, time.monotonic() - start))
        self._begun = (self.pressed, time.monotonic())

    def _stops(self):
        opened = self._opened
        return (
            "kind", "organization", *_EVENT[self._group],
            "claim", *(["menu"] if "menu" in opened else []), *_CLAIM[self._group],
            "more", *(_MORE[self._group] if "more" in opened else ()), "status",
            *(["correction"] if "correction" in opened else []), *(["same"] if self._offered else []), *_SOURCE,
            "add", *(["other"] if self._group == "workforce" else []), *_AFTER.get(self._group, ()),
            "closing", *(_CLOSING if "closing" in opened else ()),
        )  # fmt: skip
