import pytest

from helpers import trees


@pytest.fixture(scope="module", autouse=True)
def _let_go():
    """The trees are a million objects, and the collector would look through them after every test that follows."""
    yield
    trees.forget()
