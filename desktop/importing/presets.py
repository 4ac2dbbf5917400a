"""The built-in mappings, and mappings in files of the user. No Qt: the command line reads them from here too."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from db.errors import UserError
from db.importing.planning.mapping import FileMapping
from db.importing.planning.mapping_text import read_mapping
from desktop import assets

_FOLDER = "presets"


@cache
def built_in() -> dict[str, FileMapping]:
    """The mappings that come with the program, by the names that ``--preset`` takes."""
    return {name: read_mapping(assets.text(f"{_FOLDER}/{name}.toml")) for name in assets.names(_FOLDER, ".toml")}


def code_of(mapping: FileMapping | None) -> str:
    """The name that ``--preset`` takes for a built-in mapping; empty for any other, and for none."""
    return next((code for code, one in built_in().items() if one is mapping), "")


def found(name: str) -> FileMapping:
    """A mapping by a built-in's name, in capitals or not, or by the path of a file.

    Raises :class:`UserError` ``mapping.missing`` (value ``name``) and what :func:`read_mapping` raises.
    """
    code = name.strip().casefold()
    for known, mapping in built_in().items():
        if code in {known, mapping.name.casefold()}:
            return mapping
    return from_file(Path(name))


def from_file(path: Path) -> FileMapping:
    """The mapping that a file holds. Raises as :func:`found`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UserError("mapping.missing", name=str(path)) from error
    return read_mapping(text)


__all__ = ["built_in", "code_of", "found", "from_file"]
