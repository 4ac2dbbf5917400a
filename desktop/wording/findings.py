"""One sentence for every finding, with its arithmetic.

The values by kind are told in :mod:`db.analysis.findings.judge`; each may be missing, and the sentence then says less.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from db.model.ids import NO_ORGANIZATION, OrganizationId
from db.model.values import FindingKind, ImpreciseDate, Population, Quantity
from desktop.wording import formatting
from desktop.wording.codes import field_name, kind_name
from desktop.wording.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from db.analysis.series import Finding, FindingValue

NAMES: Mapping[FindingKind, str] = {
    FindingKind.CONTRADICTED: N_("Sources contradict each other"),
    FindingKind.DENIED_BESIDE: N_("Asserted and denied"),
    FindingKind.IMPLIED_BASE: N_("Implied base does not fit"),
    FindingKind.NOT_RECONCILED: N_("Reported headcount does not reconcile"),
    FindingKind.IMPLIED_APART: N_("Implied levels do not meet"),
    FindingKind.IMPLIED_ASIDE: N_("Implied level set aside"),
    FindingKind.BELOW_ZERO: N_("Level below zero"),
    FindingKind.PARTS_EXCEED: N_("Parts exceed the whole"),
    FindingKind.END_BEFORE_START: N_("End before start"),
    FindingKind.DATE_IMPLAUSIBLE: N_("Date far from plausible"),
    FindingKind.ACTIVE_AFTER_ENDED: N_("Active after ended"),
    FindingKind.POSSIBLE_DUPLICATE: N_("Possible duplicate"),
    FindingKind.GONE: N_("Not in the newer edition"),
    FindingKind.FIELD_DIFFERS: N_("Field values differ"),
    FindingKind.SINGLE_RUMOR: N_("Single rumor"),
    FindingKind.NO_SOURCE: N_("Event without source"),
    FindingKind.NOT_UNDERSTOOD: N_("Text not understood"),
}

#: A base that a claim states against what was reported, of any population.
_OF_ANY = (
    N_("A base of {base} is stated, but {reported} reported on {day} and what changed since leave {stated}."),
    N_("A base of {base} is stated, but {stated} were reported before."),
)

#: Sentences from the fullest to the shortest; the first whose values are all there is used.
SENTENCES: Mapping[FindingKind, tuple[str, ...]] = {
    FindingKind.CONTRADICTED: (
        N_("{claims} claims disagree on “{field}”, from {low} to {high}."),
        N_("The claims disagree on “{field}”, from {low} to {high}."),
        N_("The claims disagree on “{field}”."),
    ),
    FindingKind.DENIED_BESIDE: (
        N_("Asserted by some claims ({asserted}), denied by others ({denied})."),
        N_("One source denies what another asserts."),
    ),
    FindingKind.IMPLIED_BASE: (
        N_(
            "{count} and {percent} imply {implied} employees, but {reported} reported on {day} and what changed since "
            "leave {stated}."
        ),
        N_("{count} and {percent} imply {implied} employees, but {stated} were reported before."),
        N_("Count and percentage imply {implied} employees, but {stated} were reported before."),
        *_OF_ANY,
        N_("Count and percentage imply another base than the one reported."),
    ),
    FindingKind.NOT_RECONCILED: (
        N_("On {day} the known changes lead to {expected}, but {stated} was reported; {gap} is unexplained."),
        N_("The known changes lead to {expected}, but {stated} was reported; {gap} is unexplained."),
        N_("The known changes lead to {expected}, but {stated} was reported."),
        N_("The known changes do not lead to the reported headcount."),
    ),
    FindingKind.IMPLIED_APART: (
        N_(
            "{count} and {percent} imply a headcount of {implied} on {day}, but the one implied before leads to "
            "{expected}, {factor} times apart."
        ),
        N_(
            "{count} and {percent} imply a headcount of {implied} on {day}, but the one implied before leads to "
            "{expected}."
        ),
        N_("Two headcounts that counts and percentages imply do not meet."),
    ),
    FindingKind.IMPLIED_ASIDE: (
        N_(
            "{count} and {percent} imply a headcount of {implied} on {day}, but the one before leads to {expected} and "
            "the next is {after}, so it is set aside."
        ),
        N_(
            "A headcount that count and percentage imply fits neither the one before nor the one after, so it is set "
            "aside."
        ),
    ),
    FindingKind.BELOW_ZERO: (
        N_("The known changes would bring the level to {level} on {day}."),
        N_("The known changes would bring the level to {level}."),
        N_("The known changes would bring the level below zero on {day}."),
        N_("The known changes would bring the level below zero."),
    ),
    FindingKind.PARTS_EXCEED: (
        N_("The parts add up to {parts}, more than the whole of {whole}."),
        N_("The parts add up to more than the whole."),
    ),
    FindingKind.END_BEFORE_START: (
        N_("It ends on {end}, before it starts on {start}."),
        N_("The end lies before the start."),
    ),
    FindingKind.DATE_IMPLAUSIBLE: (N_("“{field}” is {date}, far from plausible."),),
    FindingKind.ACTIVE_AFTER_ENDED: (
        N_("Ended on {ended}, but seen active on {seen}."),
        N_("Seen active after it had ended."),
    ),
    FindingKind.POSSIBLE_DUPLICATE: (
        N_("{same}, {apart}, {figures} ({difference} apart); they may be one event, told with two figures."),
        N_("{same}, {apart}, {figures}; they may be one event."),
        N_("{same}, {apart}; they may be one event."),
    ),
    FindingKind.GONE: (
        N_("It is not in “{file}” any more, a newer edition of “{data_set}”."),
        N_("It is not in a newer edition of its data set any more."),
    ),
    FindingKind.FIELD_DIFFERS: (
        N_("“{own_field}” is said to be {told}, from {since} on. Choose one of them."),
        N_("“{own_field}” is said to be {told}. Choose one of them."),
        N_("A field of your own has several values. Choose one of them."),
    ),
    FindingKind.SINGLE_RUMOR: (
        N_("Only one source says so, as a rumor ({publisher})."),
        N_("Only one source says so, as a rumor."),
    ),
    FindingKind.NO_SOURCE: (N_("No claim of this event names a source."),),
    FindingKind.NOT_UNDERSTOOD: (
        N_("“{words}” ({field}) is not understood, so it is not charted."),
        N_("“{words}” is not understood, so it is not charted."),
        N_("A text is not understood, so it is not charted."),
    ),
}

#: The base that a claim states beside its count and percentage.
OWN_BASE = (
    N_("{count} and {percent} imply {implied} employees; the claim itself states {stated}."),
    N_("Count and percentage imply {implied} employees; the claim itself states {stated}."),
)

#: The same of contingent workers: from the fullest to the shortest, and where the claim itself states a base.
_OF_CONTINGENT = (
    N_("{count} and {percent} imply {implied} contingent workers, but {stated} were reported before."),
    N_("Count and percentage imply {implied} contingent workers, but {stated} were reported before."),
)
_OWN_CONTINGENT = (
    N_("{count} and {percent} imply {implied} contingent workers; the claim itself states {stated}."),
    N_("Count and percentage imply {implied} contingent workers; the claim itself states {stated}."),
)

#: Why a date is far from plausible.
IMPLAUSIBLE: Mapping[str, str] = {
    "future": N_("“{field}” is {date}, a day still to come."),
    "far": N_("“{field}” is {date}, more than five years ahead."),
    "early": N_("“{field}” is {date}, before 1900."),
    "before_announced": N_("In effect on {date}, but announced only on {announced}."),
}

#: Why two organizations may be one.
LIKE_NAMES: Mapping[str, str] = {
    "form": N_("“{name}” and “{other_name}” differ only in legal form or punctuation: "
               "they may be one organization."),
    "spelling": N_("“{name}” and “{other_name}” differ in only a few letters: they may be one organization."),
}  # fmt: skip


def looked_at() -> str:
    """What was looked at where nothing was found."""
    return _(
        "Looked at: whether sources contradict or deny each other; whether reported and implied headcounts meet what "
        "the known changes lead to, and stay above zero; parts and their whole; dates and states that cannot follow "
        "each other; what may be told twice; what newer editions lack; fields of your own with several values; "
        "events without a source, single rumors and texts not understood."
    )


def finding_name(kind: FindingKind) -> str:
    """What sort of finding it is: "Implied base does not fit"."""
    return _(NAMES[kind])


def finding_sentence(
    finding: Finding, names: Mapping[OrganizationId, str] | None = None, *, language: str | None = None
) -> str:
    """The finding with its arithmetic: "305 and 3% imply 8,700–12,200 employees, but 228,000 were reported before."

    ``names`` are those of organizations by id: with them the sentence begins with whose it is.
    """
    values = dict(finding.values)
    values.setdefault("field", finding.field or None)
    shown = {key: _shown(key, value, values, language) for key, value in values.items() if value is not None}
    templates = SENTENCES[finding.kind]
    if finding.kind is FindingKind.DATE_IMPLAUSIBLE:
        templates = (IMPLAUSIBLE.get(str(values.get("why")), templates[0]), *templates)
    if finding.kind is FindingKind.IMPLIED_BASE:
        templates = (*_implied(own="day" not in shown, population=finding.field), *templates[-1:])
    if finding.kind is FindingKind.POSSIBLE_DUPLICATE:
        if "other_name" in shown:
            return _(LIKE_NAMES.get(finding.field, LIKE_NAMES["form"])).format_map(shown)
        shown.update(_told_twice(finding, values, shown, names or {}))
    sentence = next(filter(None, (_filled(_(text), shown) for text in templates)), finding_name(finding.kind))
    name = names.get(finding.organization_id or NO_ORGANIZATION, "") if names and "other" not in values else ""
    return _("{name}: {sentence}").format(name=name, sentence=sentence) if name else sentence


def _implied(*, own: bool, population: str) -> tuple[str, ...]:
    """What count and percentage of an event imply, in the population's own word."""
    if population == Population.CONTINGENT.value:
        return _OWN_CONTINGENT if own else (*_OF_CONTINGENT, *_OF_ANY)
    return OWN_BASE if own else SENTENCES[FindingKind.IMPLIED_BASE][:-1]


def _told_twice(
    finding: Finding, values: Mapping[str, FindingValue], shown: Mapping[str, str], names: Mapping[OrganizationId, str]
) -> dict[str, str]:
    """What two events have in common, how far apart they are, and the figure of each."""
    kinds = [kind_name(str(values[key])) for key in ("one_kind", "other_kind") if values.get(key)]
    other = values.get("other")
    if isinstance(other, int):
        name, other_name = (
            names.get(key, "") for key in (finding.organization_id or NO_ORGANIZATION, OrganizationId(other))
        )
        same = _("“{name}” and “{other_name}”").format(name=name, other_name=other_name)
        if not (name and other_name):
            same = _("Organizations with similar names")
        if kinds:
            same = _("{same}, {kind} and {other_kind}").format(same=same, kind=kinds[0], other_kind=kinds[-1])
    elif kinds:
        same = _("Same organization, {kind} and {other_kind}").format(kind=kinds[0], other_kind=kinds[-1])
    else:
        same = _("Same organization and kind")
    days = values.get("days")
    apart = _("dates agree")
    if isinstance(days, int) and days > 0:
        apart = ngettext("{n} day apart", "{n} days apart", days).format(n=days)
    found = {"same": same, "apart": apart}
    for field in ("count", "percent", "amount"):
        said = [shown[key] for key in (field, f"other_{field}") if key in shown]
        if len(said) == 2:
            found["figures"] = _("{one} and {other}").format(one=said[0], other=said[1])
        elif said:
            found["figures"] = _("{one} in one of them").format(one=said[0])
    return found


def _filled(text: str, values: Mapping[str, str]) -> str:
    try:
        return text.format_map(values)
    except KeyError:
        return ""


def _shown(key: str, value: FindingValue, values: Mapping[str, FindingValue], language: str | None) -> str:
    """A value as the reader's language writes it; percentages and amounts by the field they belong to."""
    if key == "field":
        return field_name(str(value))
    about = str(values.get("field") or "") if key in {"low", "high"} else key.removeprefix("other_")
    if isinstance(value, ImpreciseDate):
        return formatting.imprecise(value, language=language)
    if isinstance(value, date):
        return formatting.day(value, language=language)
    if isinstance(value, str):
        return value
    if key == "factor":
        return formatting.number(value if isinstance(value, int | float) else None, decimals=1, language=language)
    amount = value if isinstance(value, Quantity) else Quantity.exact(float(value or 0))
    if "implied" in values:  # "305 and 3% imply 8,700–12,200": what was said, and the range that follows from it
        amount = _bare(amount) if key == "percent" else amount
        amount = Quantity(amount.low, None, amount.high) if key == "implied" and amount.low != amount.high else amount
    if about == "percent":
        return formatting.percent(amount, language=language)
    if about == "amount":
        return formatting.money(amount, str(values.get("currency") or ""), language=language)
    if about in {"gap", "level", "implied", "expected", "after", "parts"}:  # what was calculated
        sign = about in {"gap", "level"}
        return formatting.interval(amount.low, amount.best, amount.high, sign=sign, language=language)
    return formatting.quantity(amount, language=language)


def _bare(value: Quantity) -> Quantity:
    """The best reading alone, where there is one."""
    return value if value.best is None else Quantity.exact(value.best)
