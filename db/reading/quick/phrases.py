"""Phrases by kind, as data: what people and papers call an event, in English and German.

One block per kind and per part of the first-named; phrases are separated by semicolons. A phrase is a regular
expression of lower-case words; a blank stands for any blanks, and `` … `` for up to 80 characters ("baut … ab" finds
"baut im Juli 200 Stellen ab"). Words in angle brackets are abbreviations, see :data:`SHORT`.

What is a phrase of two kinds belongs to the longer one. A phrase without a kind only keeps a shorter one from being
found in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.reading.quick import phrases_others, phrases_workforce

#: Nouns for heads, as far as they tell the populations apart.
EMPLOYEES = (
    r"employees?|workers?|staff(?:ers)?|people|persons|jobs?|positions|roles|heads|headcount|workforce|"
    r"personnel|mitarbeiter(?:[:*]?innen|n)?|mitarbeitenden?|beschäftigten?|angestellten?|stellen?|personen|leuten?|menschen|"
    r"arbeitsplätzen?|belegschaft|personal|arbeitsstellen|jobs|köpfen?"
)
CONTINGENT = (
    r"(?:freelance )?contractors?|freelancers?|freelancern|auftragnehmer(?:innen|n)?|freie[nr]? mitarbeitern?|"
    r"leiharbeiter(?:n)?|leiharbeitskräften?|zeitarbeiter(?:n)?|zeitarbeitskräften?|temps|temporary workers|"
    r"agency workers|gig workers|contingent workers|subunternehmern?|externen?"
)
_BOND = (
    r"(?:work|working|contracts?|partnership|relationship|relations|cooperation|collaboration|business|deal|"
    r"zusammenarbeit|vertrag|verträge|vertrags|partnerschaft|geschäftsbeziehung|kooperation|auftrag|aufträge)"
)

#: Abbreviations in the phrases.
SHORT: Mapping[str, str] = {
    "<employees>": f"(?:{EMPLOYEES})",
    "<contingent>": f"(?:{CONTINGENT})",
    "<heads>": f"(?:{EMPLOYEES}|{CONTINGENT})",
    "<bond>": _BOND,
    "<its>": "(?:(?:die|den|seine|seinen|ihre|ihren|its|the|their|all) )?",
    "<shrinks>": "(?:shrinks|shrank|falls|fell|drops|dropped|grows|grew|rises|rose|schrumpft|sinkt|sank|wächst|wuchs|"
    "steigt|stieg) (?:by|um)",
    "<new>": "(?:(?:new|interim|acting|neue[nrm]?) )?",
    "<role>": "(?=ceo|cfo|coo|cto|cmo|chief|president|chair|\\w*vorst|\\w*chef|geschäftsführer)",
    "<with>": "(?: (?:with|for|mit|an|von|to))?",
}

#: (code of the kind, what the first-named is, phrases). The first-named is the organization unless said otherwise:
#: "actor": it is the counterparty of an ownership kind; "person"; "client" and "vendor": its side of a relationship.
KINDS: tuple[tuple[str, str, str], ...] = (*phrases_workforce.PHRASES, *phrases_others.PHRASES)
