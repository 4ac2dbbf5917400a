"""One sentence for every finding, with its arithmetic.

Values by kind (each may be missing; the sentence then says less): *contradicted* field, low, high, claims, currency;
*denied_beside* asserted, denied (numbers of claims); *implied_base* count, percent, implied, stated (quantities), day;
*not_reconciled* expected, stated, gap (quantities), day, tolerance; *below_zero* level, day; *parts_exceed* parts,
whole (quantities); *end_before_start* start, end (dates), field; *active_after_ended* ended, seen (dates);
*possible_duplicate* days, count and other_count (or percent, or amount), other, one_kind, other_kind; of organizations
name, other_name; *single_rumor* publisher; *not_understood* field, words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from db.values import FindingKind, ImpreciseDate, Quantity
from desktop import formatting
from desktop.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from db.analysis.series import Finding, FindingValue

NAMES: Mapping[FindingKind, str] = {
    FindingKind.CONTRADICTED: N_("Sources contradict each other"),
    FindingKind.DENIED_BESIDE: N_("Asserted and denied"),
    FindingKind.IMPLIED_BASE: N_("Implied base does not fit"),
    FindingKind.NOT_RECONCILED: N_("Reported headcount does not reconcile"),
    FindingKind.BELOW_ZERO: N_("Level below zero"),
    FindingKind.PARTS_EXCEED: N_("Parts exceed the whole"),
    FindingKind.END_BEFORE_START: N_("End before start"),
    FindingKind.ACTIVE_AFTER_ENDED: N_("Active after ended"),
    FindingKind.POSSIBLE_DUPLICATE: N_("Possible duplicate"),
    FindingKind.SINGLE_RUMOR: N_("Single rumor"),
    FindingKind.NO_SOURCE: N_("Event without source"),
    FindingKind.NOT_UNDERSTOOD: N_("Text not understood"),
}

#: Sentences from the fullest to the shortest; the first whose values are all there is used.
SENTENCES: Mapping[FindingKind, tuple[str, ...]] = {
    FindingKind.CONTRADICTED: (
        N_("{field}: {claims} claims do not overlap, from {low} to {high}."),
        N_("{field}: the claims do not overlap, from {low} to {high}."),
        N_("{field}: the claims do not overlap."),
    ),
    FindingKind.DENIED_BESIDE: (
        N_("Claims that say so: {asserted}; claims that deny it: {denied}."),
        N_("One source denies what another asserts."),
    ),
    FindingKind.IMPLIED_BASE: (
        N_("{count} and {percent} imply {implied} employees; reported before: {stated}."),
        N_("Count and percentage imply {implied} employees; reported before: {stated}."),
        N_("Count and percentage imply another base than the one reported."),
    ),
    FindingKind.NOT_RECONCILED: (
        N_("On {day} the known changes lead to {expected}, but {stated} was reported: {gap} unexplained."),
        N_("The known changes lead to {expected}, but {stated} was reported: {gap} unexplained."),
        N_("The known changes lead to {expected}, but {stated} was reported."),
        N_("The known changes do not lead to the reported headcount."),
    ),
    FindingKind.BELOW_ZERO: (
        N_("The known changes would bring the level to {level} on {day}."),
        N_("The known changes would bring the level to {level}."),
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
    FindingKind.ACTIVE_AFTER_ENDED: (
        N_("Ended on {ended}, but seen active on {seen}."),
        N_("Seen active after it had ended."),
    ),
    FindingKind.POSSIBLE_DUPLICATE: (
        N_("{same}, {apart}, {figures}: they may be one event."),
        N_("{same}, {apart}: they may be one event."),
    ),
    FindingKind.SINGLE_RUMOR: (
        N_("Only one source says so, as a rumor: {publisher}."),
        N_("Only one source says so, as a rumor."),
    ),
    FindingKind.NO_SOURCE: (N_("No claim of this event names a source."),),
    FindingKind.NOT_UNDERSTOOD: (
        N_("{field}: “{words}” is not understood, so it is not charted."),
        N_("“{words}” is not understood, so it is not charted."),
        N_("A text is not understood, so it is not charted."),
    ),
}

#: The base that a claim states beside its count and percentage.
OWN_BASE = (
    N_("{count} and {percent} imply {implied} employees; the claim itself states {stated}."),
    N_("Count and percentage imply {implied} employees; the claim itself states {stated}."),
)

#: Why two organizations may be one.
LIKE_NAMES: Mapping[str, str] = {
    "form": N_("“{name}” and “{other_name}” are written alike but for legal form or punctuation: "
               "they may be one organization."),
    "spelling": N_("“{name}” and “{other_name}” differ in few letters: they may be one organization."),
}  # fmt: skip


def finding_name(kind: FindingKind) -> str:
    """What sort of finding it is: "Implied base does not fit"."""
    return _(NAMES[kind])


def finding_sentence(finding: Finding, names: Mapping[int, str] | None = None, *, language: str | None = None) -> str:
    """The finding with its arithmetic: "305 and 3% imply 8,714–12,200 employees; reported before: 228,000."

    ``names`` are those of organizations by id: with them the sentence begins with whose it is.
    """
    values = dict(finding.values)
    values.setdefault("field", finding.field or None)
    shown = {key: _shown(key, value, values, language) for key, value in values.items() if value is not None}
    templates = SENTENCES[finding.kind]
    if finding.kind is FindingKind.IMPLIED_BASE and "day" not in shown:
        templates = (*OWN_BASE, *templates[-1:])
    if finding.kind is FindingKind.POSSIBLE_DUPLICATE:
        if "other_name" in shown:
            return _(LIKE_NAMES.get(finding.field, LIKE_NAMES["form"])).format_map(shown)
        shown.update(_told_twice(finding, values, shown, names or {}))
    sentence = next(filter(None, (_filled(_(text), shown) for text in templates)), finding_name(finding.kind))
    name = names.get(finding.organization_id or 0, "") if names and "other" not in values else ""
    return _("{name}: {sentence}").format(name=name, sentence=sentence) if name else sentence


def _told_twice(
    finding: Finding, values: Mapping[str, FindingValue], shown: Mapping[str, str], names: Mapping[int, str]
) -> dict[str, str]:
    """What two events have in common, how far apart they are, and the figure of each."""
    from desktop.wording import kind_name

    kinds = [kind_name(str(values[key])) for key in ("one_kind", "other_kind") if values.get(key)]
    other = values.get("other")
    if isinstance(other, int):
        name, other_name = (names.get(key, "") for key in (finding.organization_id or 0, other))
        same = _("“{name}” and “{other_name}”").format(name=name, other_name=other_name)
        if not (name and other_name):
            same = _("Organizations with like names")
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
    from desktop.wording import field_name  # wording re-exports this module

    if key == "field":
        return field_name(str(value))
    about = str(values.get("field") or "") if key in {"low", "high"} else key.removeprefix("other_")
    if isinstance(value, ImpreciseDate):
        return formatting.imprecise(value, language=language)
    if isinstance(value, date):
        return formatting.day(value, language=language)
    if isinstance(value, str):
        return value
    amount = value if isinstance(value, Quantity) else Quantity.exact(float(value or 0))
    if "implied" in values:  # "305 and 3% imply 8,714–12,200": what was said, and the range that follows from it
        amount = _bare(amount) if key == "percent" else amount
        amount = Quantity(amount.low, None, amount.high) if key == "implied" and amount.low != amount.high else amount
    if about == "percent":
        return formatting.percent(amount, language=language)
    if about == "amount":
        return formatting.money(amount, str(values.get("currency") or ""), language=language)
    if about in {"gap", "level"}:
        return formatting.interval(amount.low, amount.best, amount.high, sign=True, language=language)
    return formatting.quantity(amount, language=language)


def _bare(value: Quantity) -> Quantity:
    """The best reading alone, where there is one."""
    return value if value.best is None else Quantity.exact(value.best)
