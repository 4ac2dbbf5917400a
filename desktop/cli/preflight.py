"""Names the system libraries Qt needs on Linux and does not find, with the package that holds each.

Called only after loading PySide6 or its window system plug-in has failed: in a start that works it costs nothing.
"""

import os
import sys

#: Shared library -> Debian and Ubuntu package, for PySide6's own libraries and its X11 platform plug-in.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def missing_libraries() -> list[str]:
    """The libraries of :data:`PACKAGES` that the loader does not find; empty where the system is not Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return [name for name in PACKAGES if not _loads(name)]


def install_command(libraries: list[str]) -> str:
    """The command that installs the packages of these libraries on Debian and Ubuntu."""
    return "sudo apt install " + " ".join(dict.fromkeys(PACKAGES[name] for name in libraries))


def has_display() -> bool:
    """Whether a window could be shown: always, except on a Linux or BSD without X11 and Wayland.

    A platform chosen by hand in ``QT_QPA_PLATFORM`` (offscreen, vnc) counts as one.
    """
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _loads(name: str) -> bool:
    import ctypes  # only needed where something is wrong

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
