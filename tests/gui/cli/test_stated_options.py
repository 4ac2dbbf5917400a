"""The options of an import that say what a file does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.importing.fields import Field
from db.importing.planning.plan import Stated, inspect_file
from desktop.cli.parser import command_parser
from desktop.cli.stated import stated
from desktop.cli.terminal import USAGE, Refused

TEXT = "Wer;Wann;Köpfe = Summe;Wer\nAcorn;03.03.2025;7;x\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def said(file: Path, *options: str) -> Stated:
    arguments = command_parser("import").parse_args([str(file), "--into", "x.headwater", *options])
    return stated(arguments, inspect_file(file))


@pytest.mark.parametrize(
    ("name", "index"),
    [("Wer", 0), ("wer ", 0), ("Wer (2)", 3), ("Köpfe = Summe", 2), ("koepfe summe", 2), ("2", 1), ("column_4", 3)],
)
def test_a_column_is_named_as_it_is_written_or_by_its_place(file: Path, name: str, index: int) -> None:
    assert said(file, "--map", f"{name}=count").fields == {index: Field.COUNT}


@pytest.mark.parametrize("given", ["Köpfe", "nobody=count", "Wer=owner", "=count", "9=count"])
def test_a_column_or_a_meaning_that_does_not_exist_is_refused(file: Path, given: str) -> None:
    with pytest.raises(Refused) as refused:
        said(file, "--map", given)
    assert refused.value.code == USAGE
    assert "--map" in str(refused.value)


def test_kinds_are_said_by_code_or_by_name(file: Path) -> None:
    found = said(file, "--kind", "Site closure", "--map-kind", "Aus = vorbei=site_closure", "--map-kind", "RH=Furlough")
    assert found.kind == "site_closure"
    assert found.kinds == (("Aus = vorbei", "site_closure"), ("RH", "furlough"))
