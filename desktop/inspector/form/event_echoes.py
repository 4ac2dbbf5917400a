"""What the fields of an event itself are taken for, said below them."""

from __future__ import annotations

from collections.abc import Mapping

from db.model.records import EventKind
from db.model.values import Population
from desktop.entry.drafting import side_question
from desktop.entry.form import EventForm
from desktop.entry.reading import Context, read_number
from desktop.inspector.pieces.editors import ComboBox
from desktop.inspector.pieces.fields import EchoField, Field
from desktop.wording import codes
from desktop.wording.i18n import _


def show_echoes(fields: Mapping[str, Field], form: EventForm, kinds: Mapping[str, EventKind], context: Context) -> None:
    """Below side, tolerance and population of an event."""
    tolerance, population, side = (fields[name] for name in ("tolerance", "population", "side"))
    kind = kinds.get(form.kind)
    if isinstance(side, EchoField):
        question = side_question(form, kinds)
        side.show_echo(question, "question" if question else "")
    if isinstance(tolerance, EchoField):
        read = read_number(form.tolerance, context)
        tolerance.show_echo(read.echo, read.state)
    if isinstance(population, EchoField) and isinstance(population.editor, ComboBox):
        usual = _("As usual for this kind")
        if kind is not None and kind.population is not None:
            name = codes.population_name(kind.population)
            usual = _("{population} (as usual)").format(population=name)
        population.editor.setItemText(0, usual)
        nobody = form.population == Population.UNSPECIFIED.value
        population.show_echo(_("A total that nobody split: listed, but in no headcount.") if nobody else "")
