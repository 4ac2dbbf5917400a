import pytest

from helpers.recipes import Tree


@pytest.fixture
def tree(tmp_path) -> Tree:
    """A copy of the whole program."""
    root = tmp_path / "tree"
    root.mkdir()
    return Tree(root)
