"""Every command of the window, as data: menus, toolbar, shortcuts and the shortcut sheet are built from this table.

To add a command, add a line here and a handler of the same id in a module of ``desktop/actions``. ``when`` names what
has to hold for it to be enabled; the window says which of these hold
(:meth:`desktop.commands.registry.Actions.set_facts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.wording.i18n import LANGUAGES, N_

#: Menu id -> its title, in the order of the menu bar.
MENUS: Mapping[str, str] = {
    "file": N_("&File"),
    "edit": N_("&Edit"),
    "view": N_("&View"),
    "help": N_("&Help"),
}
#: Submenus: id -> (parent, title).
SUBMENUS: Mapping[str, tuple[str, str]] = {
    "recent": ("file", N_("Open &Recent")),
    "views": ("view", N_("Sa&ved Views")),
    "theme": ("view", N_("&Appearance")),
    "language": ("view", N_("Lan&guage")),
}

LEDGER, WRITABLE, SELECTED, UNDO, REDO = "ledger", "writable", "selected", "undo", "redo"
#: Nothing is left out for being recorded later: what is seen is what would be changed.
NOW = "now"
#: There is somewhere to go back, or forward again.
BACK, FORWARD = "back", "forward"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Command:
    """One command. ``menu`` is a menu or submenu id; a change of ``group`` within a menu draws a line.

    ``shortcut`` is Qt's portable text or the name of a standard key; several are separated by a vertical bar.
    ``short`` is the text on the toolbar; without it a toolbar button shows its icon alone. ``opens`` stands for a
    submenu in the place of a command. ``exclusive`` commands of one menu are a choice among them.
    """

    id: str
    text: str
    menu: str
    group: str
    icon: str = ""
    shortcut: str = ""
    short: str = ""
    toolbar: str = ""
    when: tuple[str, ...] = ()
    checkable: bool = False
    exclusive: bool = False
    role: str = ""  # where macOS wants it: about, preferences, quit
    opens: str = ""


def _page(page_id: str, text: str, key: int | str) -> Command:
    return Command(
        id=f"page.{page_id}", text=text, menu="view", group="pages", icon=page_id, shortcut=f"Ctrl+{key}",
        when=(LEDGER,), checkable=True, exclusive=True,
    )  # fmt: skip


def _choice(menu: str, code: str, text: str) -> Command:
    return Command(id=f"{menu}.{code}", text=text, menu=menu, group=menu, checkable=True, exclusive=True)


COMMANDS: tuple[Command, ...] = (
    Command(id="file.new", text=N_("&New Ledger…"), menu="file", group="open", icon="file", shortcut="Ctrl+Shift+N"),
    Command(id="file.open", text=N_("&Open…"), menu="file", group="open", icon="open", shortcut="Open"),
    Command(id="menu.recent", text="", menu="file", group="open", opens="recent"),
    Command(id="file.sample", text=N_("Try the Sa&mple"), menu="file", group="open"),
    Command(id="file.sample_parallel", text=N_("Try the Sample of P&arallel Cases"), menu="file", group="open"),
    Command(
        id="import", text=N_("&Import…"), menu="file", group="exchange", icon="import", shortcut="Ctrl+I",
        short=N_("Import"), toolbar="new",
    ),
    Command(id="import.clipboard", text=N_("Import from Clip&board…"), menu="file", group="exchange"),
    Command(
        id="export", text=N_("&Export…"), menu="file", group="exchange", icon="export", shortcut="Ctrl+E",
        when=(LEDGER,),
    ),
    Command(
        id="file.save_copy", text=N_("&Save a Copy…"), menu="file", group="exchange", icon="save-copy",
        shortcut="Ctrl+Shift+S", when=(LEDGER,),
    ),
    Command(id="backup.now", text=N_("Back &Up Now"), menu="file", group="backups", when=(WRITABLE,)),
    Command(id="backup.restore", text=N_("Restore from Bac&kup…"), menu="file", group="backups", when=(LEDGER,)),
    Command(id="ledger.check", text=N_("C&heck Ledger"), menu="file", group="backups", when=(LEDGER,)),
    Command(id="ledger.recover", text=N_("Reco&ver Ledger…"), menu="file", group="backups"),
    Command(
        id="snapshot", text=N_("Sna&pshot…"), menu="file", group="print", icon="print", shortcut="Print",
        short=N_("Snapshot"), toolbar="print", when=(LEDGER,),
    ),
    Command(id="preferences", text=N_("Pre&ferences…"), menu="file", group="preferences", icon="settings",
            shortcut="Ctrl+,", role="preferences"),
    Command(id="file.close", text=N_("&Close Ledger"), menu="file", group="end", shortcut="Close", when=(LEDGER,)),
    Command(id="file.quit", text=N_("&Quit"), menu="file", group="end", shortcut="Ctrl+Q", role="quit"),
    Command(
        id="undo", text=N_("&Undo"), menu="edit", group="undo", icon="undo", shortcut="Undo", toolbar="undo",
        when=(WRITABLE, UNDO),
    ),
    Command(
        id="redo", text=N_("&Redo"), menu="edit", group="undo", icon="redo", shortcut="Ctrl+Shift+Z|Ctrl+Y",
        toolbar="undo", when=(WRITABLE, REDO),
    ),
    Command(
        id="event.new", text=N_("&New Event"), menu="edit", group="event", icon="new-event", shortcut="New",
        short=N_("New event"), toolbar="new", when=(WRITABLE,),
    ),
    Command(
        id="event.quick", text=N_("&Quick Entry…"), menu="edit", group="event", shortcut="Ctrl+L", when=(WRITABLE,)
    ),
    Command(
        id="event.duplicate", text=N_("Du&plicate Event"), menu="edit", group="event", icon="duplicate",
        shortcut="Ctrl+D", when=(WRITABLE, SELECTED, NOW),
    ),
    Command(
        id="event.edit_many", text=N_("Edit Selected E&vents…"), menu="edit", group="event", shortcut="Ctrl+Shift+E",
        when=(WRITABLE, SELECTED, NOW),
    ),
    Command(
        id="event.merge", text=N_("&Merge Events…"), menu="edit", group="event", when=(WRITABLE, NOW),
    ),
    Command(
        id="event.delete", text=N_("&Delete Event…"), menu="edit", group="event", icon="delete", shortcut="Delete",
        when=(WRITABLE, SELECTED, NOW),
    ),
    Command(id="edit.copy", text=N_("&Copy"), menu="edit", group="copy", icon="copy", shortcut="Copy"),
    Command(
        id="edit.search", text=N_("&Search Events"), menu="edit", group="copy", icon="search",
        shortcut="Ctrl+K|Find", when=(LEDGER,),
    ),
    Command(
        id="organization.open", text=N_("Open Or&ganization"), menu="edit", group="records", icon="organizations",
        shortcut="Ctrl+Shift+O", when=(LEDGER,),
    ),
    Command(
        id="organization.merge", text=N_("Merge &Organizations…"), menu="edit", group="records", when=(WRITABLE,),
    ),
    Command(id="person.erase", text=N_("&Erase a Person…"), menu="edit", group="records", when=(WRITABLE,)),
    Command(id="kinds", text=N_("Event &Kinds…"), menu="edit", group="kinds", when=(LEDGER,)),
    Command(id="fields", text=N_("&Fields…"), menu="edit", group="kinds", when=(LEDGER,)),
    Command(
        id="go.back", text=N_("Go &Back"), menu="view", group="go", icon="chevron-left", shortcut="Back", toolbar="go",
        when=(LEDGER, BACK),
    ),
    Command(
        id="go.forward", text=N_("Go For&ward"), menu="view", group="go", icon="chevron-right", shortcut="Forward",
        toolbar="go", when=(LEDGER, FORWARD),
    ),
    _page("overview", N_("&Overview"), 1),
    _page("events", N_("&Events"), 2),
    _page("headcount", N_("&Headcount"), 3),
    _page("workforce", N_("Wor&kforce"), "Shift+P"),
    _page("relationships", N_("&Relationships"), 4),
    _page("parallel", N_("Para&llel Cases"), "Shift+4"),
    _page("organizations", N_("Organi&zations"), 5),
    _page("sources", N_("&Sources"), 6),
    _page("findings", N_("&Findings"), 7),
    _page("changes", N_("What &Changed"), 8),
    _page("history", N_("Histor&y"), 9),
    _page("imports", N_("I&mports"), 0),
    Command(
        id="view.table", text=N_("Chart as &Table"), menu="view", group="panes", icon="table", shortcut="F7",
        when=(LEDGER,),
    ),
    Command(
        id="view.inspector", text=N_("&Inspector"), menu="view", group="panes", icon="eye", shortcut="F9",
        when=(LEDGER,), checkable=True,
    ),
    Command(id="view.next_pane", text=N_("&Next Pane"), menu="view", group="panes", shortcut="F6", when=(LEDGER,)),
    Command(
        id="view.previous_pane", text=N_("&Previous Pane"), menu="view", group="panes", shortcut="Shift+F6",
        when=(LEDGER,),
    ),
    Command(id="menu.views", text="", menu="view", group="views", opens="views"),
    Command(
        id="views", text=N_("Save or E&dit Views…"), menu="view", group="views", shortcut="Ctrl+Shift+V",
        when=(LEDGER,),
    ),
    Command(id="menu.theme", text="", menu="view", group="look", opens="theme"),
    _choice("theme", "system", N_("As the &System")),
    _choice("theme", "light", N_("&Light")),
    _choice("theme", "dark", N_("&Dark")),
    _choice("theme", "contrast", N_("&High Contrast")),
    Command(id="menu.language", text="", menu="view", group="look", opens="language"),
    *(_choice("language", code, f"&{name}") for code, name in LANGUAGES.items()),
    Command(
        id="view.full_screen", text=N_("F&ull Screen"), menu="view", group="look", shortcut="F11", checkable=True
    ),
    Command(id="help.shortcuts", text=N_("&Keyboard Shortcuts"), menu="help", group="help", icon="help", shortcut="F1"),
    Command(id="help.about", text=N_("&About Headwater"), menu="help", group="about", icon="info", role="about"),
)  # fmt: skip


def command(command_id: str) -> Command:
    """The command of an id. Raises StopIteration for one that is not in the table."""
    return next(one for one in COMMANDS if one.id == command_id)


def plain_text(text: str) -> str:
    """A menu text without its mnemonic and dots, as the shortcut sheet and tool tips show it."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")
