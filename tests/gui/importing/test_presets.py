"""The built-in mappings: each is recognized, every known table picks its own."""

import json
import os
from pathlib import Path

import pytest

from db.errors import UserError
from db.importing.fields import Field
from db.importing.file.dialect import detect
from db.importing.file.reader import display_names
from db.importing.planning.mapping import FileMapping, best_fit
from db.importing.planning.mapping_text import written
from db.ledger import Ledger
from desktop.cli.main import main
from desktop.importing.presets import built_in, code_of, found
from desktop.wording.imports.presets import NAMES

TRACKER = FileMapping(name="Tracker", columns={"Firma": Field.ORGANIZATION, "Anzahl": Field.COUNT})


def test_every_built_in_mapping_has_a_name_in_every_language_and_knows_what_recognizes_it() -> None:
    assert sorted(mapping.name for mapping in built_in().values()) == sorted(NAMES)
    for mapping in built_in().values():
        # Its own columns are a file that it fits, and no other fits better.
        assert best_fit(built_in().values(), [*mapping.recognized_by, *mapping.columns]) is mapping


def test_layoffs_fyi_fixes_no_order_of_dates() -> None:
    assert found("layoffs-fyi").date_order is None
    assert found("Layoffs.fyi").date_order is None


def test_a_mapping_is_found_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "tracker.toml"
    path.write_text(written(TRACKER), encoding="utf-8")
    assert found(str(path)) == TRACKER
    with pytest.raises(UserError, match=r"mapping\.missing"):
        found(str(tmp_path / "other.toml"))


PICKED = {
    "broken_cells_dropped_cp1252": "layoffs-fyi",
    "broken_cells_piled_up_cp1252": "layoffs-fyi",
    "kaggle_2023_null_words": "layoffs-fyi-collections",
    "kaggle_2026_01": "layoffs-fyi-collections",
    "layoffsfyi_2024_semicolon": "layoffs-fyi",
    "layoffsfyi_utf16_tab": "layoffs-fyi",
    **{f"warn/{state}": f"warn-{state}" for state in ("ca", "co", "fl", "il", "nj", "ny", "oh", "pa", "tx", "wa")},
    "tech_employment_2000_2025": "levels-by-year",
    "contracts_ended_2025_us": "relationships-us-contracts",
    "media_vendors_at_quarters": "relationships-at-media",
    # Births, and a return with a column for every grade: tables that no mapping can know.
    "genesis_de_preamble": "",
    "workforce-management-information-dft_201706": "",
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", PICKED)
def test_each_real_file_picks_its_mapping(name: str) -> None:
    folder = os.environ.get("HEADWATER_CORPUS")
    if not folder:
        pytest.skip("HEADWATER_CORPUS is not set")
    path = next(one for one in Path(folder).rglob("*.csv") if str(one.with_suffix("")).endswith(name))
    header = display_names(detect(path).header)
    picked = best_fit(built_in().values(), header)
    assert code_of(picked) == PICKED[name]


WASHINGTON = (
    "Company,Location,Layoff Start Date,# of Workers,Closure Layoff,Type of Layoff,Received Date\n"
    "Acme,Kent,01/02/2025,40,Layoff,Permanent,01/03/2025\n"
)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["import", *arguments])
    return code, *capsys.readouterr()


def test_a_known_table_is_recognized_and_said_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, ledger = tmp_path / "w.csv", str(tmp_path / "a.headwater")
    path.write_text(WASHINGTON, encoding="utf-8")
    code, out, err = said(capsys, str(path), "--into", ledger, "--dry-run", "--json")
    assert (code, json.loads(out)["new"], json.loads(out)["preset"]) == (0, 1, "warn-wa")
    assert "Recognized as “WARN of Washington”" in err
    # Without it the file leaves open what 01/02/2025 is.
    code, _out, err = said(capsys, str(path), "--into", ledger, "--dry-run", "--preset", "none")
    assert (code, "--date-order" in err) == (2, True)


def test_a_preset_that_does_not_fit_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, ledger = tmp_path / "w.csv", str(tmp_path / "a.headwater")
    path.write_text(WASHINGTON, encoding="utf-8")
    code, _out, err = said(capsys, str(path), "--into", ledger, "--preset", "warn-tx")
    assert (code, "“WARN of Texas” does not fit this file, which has no column NOTICE_DATE" in err) == (2, True)
    code, _out, err = said(capsys, str(path), "--into", ledger, "--preset", "nowhere")
    assert (code, "There is no mapping “nowhere”" in err) == (3, True)


def test_what_the_options_say_goes_before_the_preset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, ledger = tmp_path / "w.csv", tmp_path / "a.headwater"
    path.write_text(WASHINGTON, encoding="utf-8")
    assert said(capsys, str(path), "--into", str(ledger), "--kind", "hiring", "--date-order", "dmy")[0] == 0
    with Ledger.open(ledger, mode="read") as opened:
        found = opened.store.connection.execute("SELECT kind, effective, announced FROM events").fetchone()
    assert tuple(found) == ("hiring", "2025-02-01", "2025-03-01")


def test_the_command_line_lists_what_recognizes_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presets"]) == 0
    said = capsys.readouterr().out
    assert "warn-wa: WARN of Washington\n" in said
    assert "Layoff Start Date" in said
    assert main(["presets", "--json"]) == 0
    listed = {one["preset"]: one for one in json.loads(capsys.readouterr().out)}
    assert listed["warn-wa"]["columns"]["# of Workers"] == "count"
    assert listed.keys() == built_in().keys()
