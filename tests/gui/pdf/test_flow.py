"""Where tables are parted between pages."""

import pytest

from desktop.pdf.canvas import Text
from desktop.pdf.flow import CELL, Column, Flow, Span

pytestmark = pytest.mark.usefixtures("qapp")


def texts(page):
    return [mark.text for mark in page.marks if isinstance(mark, Text)]


@pytest.mark.parametrize("left", range(20, 90, 5))
def test_a_tables_title_has_its_header_and_two_rows_below_it(left):
    flow = Flow("a4", "", "")
    flow.y = flow.bottom - left
    rows = [[[Span(f"row {n}", CELL)]] for n in range(4)]
    flow.table([Column("Name", share=1)], rows, title="What followed")
    [page] = [one for one in flow.pages if "What followed" in texts(one)]
    assert {"NAME", "row 0", "row 1"} <= set(texts(page))
