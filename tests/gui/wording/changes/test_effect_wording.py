"""What the question before a deletion says."""

from datetime import date

import pytest

from db.analysis.series import Level
from db.curation.effect_of_deleting import ClientsEffect, Effect, LevelEffect
from db.model.values import Basis, Population
from desktop.wording.changes.effects import delete_sentence, effect_sentences

EMPLOYEES, CONTINGENT = Population.EMPLOYEES, Population.CONTINGENT


def level(best, *, relative=False, low=None, high=None):
    basis = Basis.RELATIVE if relative else Basis.CHANGE
    return Level(day=date(2025, 7, 16), low=low, best=best, high=high, basis=basis)


def change(before, after, population=EMPLOYEES, name="Scale AI"):
    return LevelEffect(organization_id=1, organization=name, population=population, before=before, after=after)


@pytest.mark.parametrize(
    ("effect", "sentence"),
    [
        (
            change(level(1229.4), level(1429)),
            "The chart for Scale AI changes from ≈\N{NO-BREAK SPACE}1,229 to ≈\N{NO-BREAK SPACE}1,429 employees.",
        ),
        (change(level(1229), None), "The chart for Scale AI loses its level of ≈\N{NO-BREAK SPACE}1,229 employees."),
        (
            change(level(1229), level(-200, relative=True)),
            "The chart for Scale AI loses its level of ≈\N{NO-BREAK SPACE}1,229 employees.",
        ),
        (change(None, level(30)), "The chart for Scale AI then shows ≈\N{NO-BREAK SPACE}30 employees."),
        (
            change(level(-500, relative=True), level(-100, relative=True), CONTINGENT),
            (
                "The chart of contingent workers for Scale AI changes from “500 fewer than at the start” "
                "to “100 fewer than at the start”."
            ),
        ),
        (
            change(level(-500, relative=True), None, CONTINGENT),
            "The chart of contingent workers for Scale AI loses its change “500 fewer than at the start”.",
        ),
        (
            change(level(None, low=100, high=200), level(None, low=300, high=400)),
            "The chart for Scale AI changes from 100–200 to 300–400 employees.",
        ),
        (
            change(level(10), None, name="<b>{before}</b> & Co"),
            "The chart for <b>{before}</b> & Co loses its level of ≈\N{NO-BREAK SPACE}10 employees.",
        ),
    ],
)
def test_a_level(effect, sentence):
    assert effect_sentences(Effect(levels=(effect,))) == [sentence]


def test_clients_and_what_was_not_compared():
    clients = ClientsEffect(organization_id=1, organization="Scale AI", before=2, after=1)
    assert effect_sentences(Effect(clients=(clients,), more=2)) == [
        "Active relationships of Scale AI change from 2 to 1.",
        "Charts of 2 more organizations may change.",
    ]


def test_the_whole_question():
    assert delete_sentence(Effect(claims=0)) == "Delete this event? It removes 0 claims. Undo brings it back."
    effect = Effect(claims=2, levels=(change(level(1229), level(1429)),))
    assert delete_sentence(effect) == (
        "Delete this event? It removes 2 claims. "
        "The chart for Scale AI changes from ≈\N{NO-BREAK SPACE}1,229 to ≈\N{NO-BREAK SPACE}1,429 employees. "
        "Undo brings it back."
    )
