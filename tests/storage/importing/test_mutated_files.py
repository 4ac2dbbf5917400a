"""Files with bytes changed, cut, doubled and joined: imported, named as problems or refused, and never an error."""

from __future__ import annotations

import gzip
from random import Random

import pytest

from db.errors import LedgerError
from db.importing.planning.plan import default_plan, inspect_file
from db.importing.run import run_import
from db.ledger import Ledger
from helpers.places import DATA

_SIGNS = b"\"'\\,;\t|\n\r\0#"
_PIECES = (
    b"9" * 400, b"\xff\xfe", b"\xef\xbb\xbf", b"1e999", b"NaN", b"\xe2\x80\xa8", b"99/99/9999", b"9" * 22, b"Total",
    b"(1,000)", b"=1+1", b"\x1a", b"\xed\xa0\x80", "\u0661\u0662".encode(),
)  # fmt: skip


def mutated(chance: Random, content: bytes, other: bytes) -> bytes:
    """The content after one to four accidents."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(7):
            case 0:
                for _ in range(chance.choice((1, 5, 50))):
                    data[chance.randrange(len(data))] = chance.randrange(256)
            case 1:
                del data[max(at, 1) :]
            case 2:
                data += other
            case 3:
                data[at:at] = data[at : at + chance.randrange(2000)]
            case 4:
                data[at:at] = bytes(chance.choice(_SIGNS) for _ in range(chance.choice((1, 3, 30))))
            case 5:
                data[at:at] = chance.choice(_PIECES)
            case _:
                data[:] = data.replace(chance.choice((b",", b";", b'"', b"\n")), bytes([chance.choice(_SIGNS)]))
        data[:] = data or b"x"
    return gzip.compress(bytes(data)) if chance.random() < 0.05 else bytes(data)


@pytest.mark.no_cover
def test_no_accident_of_a_file_is_an_error(tmp_path):
    chance = Random(20_250_716)
    contents = [path.read_bytes()[:3000] for path in sorted(DATA.glob("*.csv"))]
    path = tmp_path / "file.csv"
    with Ledger.create(tmp_path / "t.headwater") as ledger:
        for number in range(60):
            path.write_bytes(mutated(chance, chance.choice(contents), chance.choice(contents)))
            try:
                report = run_import(ledger, path, default_plan(inspect_file(path)), dry_run=True)
            except LedgerError as error:
                assert error.code.startswith("file."), number  # noqa: PT017 - refused by name
            else:
                assert report.new + report.duplicate + report.skipped + report.problem == report.rows, number
