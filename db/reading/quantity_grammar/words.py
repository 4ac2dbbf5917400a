"""The words and patterns behind ``db.reading.quantities``: scales, currencies, nouns, bounds, in English and German.

No arithmetic and no decisions: which pattern is tried when, and what its numbers become, is the grammar's business.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

#: Scales that are as rough as words are: a hundred is 75 to 125.
ROUND = frozenset(("hundred", "hundert", "thousand", "tausend"))
_SCALES = (
    (100, "hundred hundert"), (1e3, "k thousand tausend tsd. tsd"),
    (1e6, "m mn mn. mio mio. million millions millionen"),
    (1e9, "b bn bn. billion billions mrd mrd. milliarde milliarden"),
    (1e12, "tn tn. trillion trillions bio. billionen"),
)  # fmt: skip
SCALE = {word: Decimal(int(factor)) for factor, words in _SCALES for word in words.split()}
CURRENCY = {
    "us$": "USD", "$": "USD", "usd": "USD", "dollars": "USD", "dollar": "USD", "us-dollar": "USD", "€": "EUR",
    "euros": "EUR", "euro": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "pfund": "GBP",
    "chf": "CHF", "franken": "CHF", "¥": "JPY", "jpy": "JPY", "yen": "JPY",
}  # fmt: skip
#: Several of a unit is 2 to 10 of it.
VAGUE = (
    (12.0, "dozens|dutzende|(?:several|a few|mehrere|einige|ein paar) (?:dozens?|dutzende?)"),
    (100.0, "hundreds|hunderte[nr]?|(?:several|a few|mehrere|einige|ein paar) hundert|(?:several|a few) hundred"),
    (1e3, "thousands|tausende[nr]?|(?:several|a few|mehrere|einige|ein paar) tausend|(?:several|a few) thousand"),
    (1e4, "tens of thousands|zehntausende[nr]?|(?:mehrere|einige) zehntausend"),
    (1e5, "hundreds of thousands|hunderttausende[nr]?|several hundred thousand|(?:mehrere|einige) hunderttausend"),
)  # fmt: skip
_NUMERALS = (
    "one", "two zwei", "three drei", "four vier", "five fünf", "six sechs", "seven sieben", "eight acht", "nine neun",
    "ten zehn", "eleven elf", "twelve zwölf",
)  # fmt: skip
#: Numbers up to twelve are written as words.
NUMERALS = {word: number for number, words in enumerate(_NUMERALS, 1) for word in words.split()}

_HEADS = (
    r"employees?|workers?|workforce|staff(?:ers?| members?)?|people|persons?|individuals?|jobs?|job cuts|"
    r"layoffs?|menschen|"
    r"positions?|roles?|posts|heads|redundancies|dismissals|contractors?|freelancers?|consultants?|colleagues?|"
    r"(?:mitarbeiter|kolleg|arbeitnehmer)innen und (?:mitarbeiter|kollege|arbeitnehmer)n?|"
    r"mitarbeiter(?:n|[:*_/]?-?in(?:nen)?)?|mitarbeitenden?|beschäftigte[nr]?|angestellte[nr]?|"
    r"arbeitnehmer(?:n|[:*_/]?-?innen)?|arbeiter(?:n|[:*_/]?-?innen)?|arbeitskräften?|(?:arbeits)?stellen?|"
    r"arbeitsplatz|arbeitsplätzen?|personen?|leuten?|köpfen?|kolleg(?:en|[:*_/]?innen)|entlassungen|kündigungen|"
    r"auftragnehmer(?:n|[:*_/]?-?innen)?|(?:leih|zeit|vertrags)arbeiter(?:n|[:*_/]?-?innen)?|leiharbeitnehmern?|"
    r"salarié(?:e?s|s et salariées)|postes|emplois|personnes|employé(?:e?s)|travailleurs|suppressions de postes|"
    r"trabajador(?:e|a)s|emplead[oa]s|puestos|personas|despidos|lavoratori|dipendenti|posti(?: di lavoro)?|esuberi|"
    r"persone|medewerkers|werknemers|banen|arbeidsplaatsen|mensen|funcionários|trabalhadores|"
    r"ma|freelancern?|freiberufler(?:n|[:*_/]?-?innen)?|freie[nr]? mitarbeiter(?:n|[:*_/]?-?innen)?"
)
_OF_WHICH_SORT = (
    r"affected|impacted|global|worldwide|remote|full[- ]?time|part[- ]?time|permanent|temporary|salaried|hourly|"
    r"contract|freelance|agency|independent|external|other|more|further|additional|remaining|former|current|tech|corporate|"
    r"white-collar|blue-collar|union|non[- ]union|"
    r"(?:betroffen|global|weltweit|fest|festangestellt|befristet|unbefristet|weiter|extern|ehemalig|ander|eigen)"
    r"e(?:[nrs])?"
)
_JOBS = (
    r"engineers?|developers?|programmers?|managers?|executives?|salespeople|nurses?|doctors?|teachers?|drivers?|"
    r"pilots?|"
    r"researchers?|scientists?|analysts?|designers?|recruiters?|technicians?|editors?|journalists?|reporters?|bankers?|"
    r"traders?|associates?|moderators?|annotators?|interns?|apprentices?|trainees?|assistants?|agents?|specialists?|"
    r"advisers?|lawyers?|operators?|mechanics?|couriers?|miners?|"
    r"[a-zäöüß]*(?:ingenieur|entwickler|programmierer|techniker|fahrer|pilot|lehrer|forscher|wissenschaftler|verkäufer|"
    r"berater|redakteur|journalist|praktikant|designer|analyst|händler|pfleger|monteur|mechaniker)"
    r"(?:e[nr]?|n|s)?(?:[:*_/]?-?innen)?|[a-zäöüß]*manager[ns]?|[a-zäöüß]*(?:kräften?|azubis?|auszubildenden?)|"
    r"[a-zäöüß]+(?:stellen|arbeitsplätzen?|mitarbeitern?|mitarbeitenden|arbeitern?|jobs)"
)
_NO_TRADE = (
    r"and|or|of|in|to|for|by|at|with|from|than|per|each|every|all|the|its|their|our|these|them|plus|including|und|oder|"
    r"von|der|die|das|den|dem|des|ein|eine|im|zu|bis|als|für|aller|ihrer|seiner|unserer|ihre|seine|davon|darunter|"
    r"percent|percentage|prozent"
)
#: Full-time equivalents and people of one trade: counted, and named beside the number.
UNIT_NOUN = (
    r"(?:ftes?|full[- ]time equivalents?|vzä|vollzeitäquivalenten?|vollzeitkräften?|vollzeitstellen|"
    rf"(?:(?!(?:{_NO_TRADE})\b)[a-zäöüß&/-]+ ){{0,2}}(?:{_JOBS}))"
)
#: What is no whole that anybody works for: a total of layoffs.
CUTS = re.compile(r"(?:.* )?(?:layoffs?|job cuts|redundancies|dismissals|entlassungen|kündigungen)(?: .*)?")
#: Who or what is counted; "500 globalen Auftragnehmern".
NOUN = (
    rf"(?:total )?(?:(?:{_OF_WHICH_SORT}),? )*(?:{_HEADS})(?: (?:worldwide|globally|weltweit))?"
    r"(?: (?:in total|total|overall|insgesamt|affected|impacted|betroffen))?|affected|impacted|betroffen|"
    r"in total|total|overall|insgesamt|more|further"
)
_ABOUT = (
    r"[~≈]|(?:ca|circa|zirka|c|approx|est|rd|schätzungsw)\.|(?:in the (?:region|neighbou?rhood|order) of|"
    r"in der größenordnung von|rd|ca|circa|zirka|approx|"
    r"approximately|about|around|roughly|some|estimated|an estimated|in etwa|etwa|ungefähr|rund|um die|geschätzt|"
    r"gegen|schätzungsweise|grob|"
    r"environ|autour de|aux alentours de|alrededor de|aproximadamente|unos|unas|cerca de|cerca di|approssimativamente|"
    r"ongeveer|zo'n|około|cirka|ca)(?= |\d)"
)
_THE = (
    r"the (?:company|group|firm|corporation|start-?up|carmaker|automaker|chipmaker|bank|retailer|airline|manufacturer|"
    r"insurer|publisher)'s|the|its|their|our|all|aller|der|die|des|ihrer|ihres|seiner|seines|unserer|total|"
    r"entire|global|remaining|(?:verbleibend|verblieben|übrig|restlich)(?:e[nr]?)|"
    r"worldwide|weltweit|whole|insgesamt|gesamten?|weltweiten?|globalen?"
)
_STAFF = (
    r"workforce|staff|employees|headcount|workers|jobs|people|positions|roles|[a-zäöüß]*belegschaft|"
    r"mitarbeiter(?:innen|schaft)?|mitarbeitenden|mitarbeitern|beschäftigte[nr]?|angestellte[nr]?|personals?|stellen|"
    r"arbeitsplätze|arbeitskräfte"
)
_OWNER = r"(?:the |its |des |der |seiner |ihrer )?(?:company|group|firm|konzerns?|unternehmens?|firma|gruppe)"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern by name; each is meant for ``fullmatch`` on plain text."""
    signs = "|".join(re.escape(sign) for sign in sorted(CURRENCY, key=len, reverse=True))
    scales = "|".join(re.escape(word) for word in sorted(SCALE, key=len, reverse=True))
    numerals = "|".join(sorted(NUMERALS, key=len, reverse=True))
    return {
        "term": re.compile(
            rf"(?P<pre>{signs})? ?(?P<number>\d[\d.,' ]*?|(?:{numerals})(?![a-zäöüß-])) ?"
            rf"(?P<scale>(?:{scales})(?![a-zäöüß]))?"
            rf"(?: ?(?P<percent>%|percent|per cent|pct\.?|prozent|"
            rf"v\.h\.))?(?: ?(?P<post>{signs}))?(?: (?:(?P<noun>{NOUN})|(?P<unit>{UNIT_NOUN})))?",
            re.ASCII,
        ),
        "year": re.compile(
            r"(?<=[^ ,]),?(?: (?:planned|budgeted|expected|geplant|vorgesehen|erwartet))? "
            r"(?:for|in|f[üu]r|im jahr)(?: fiscal)? (?:19|20)\d\d$",
            re.ASCII,
        ),
        "lead": re.compile(
            r"(?:(?:a |insgesamt )?total(?: of|:)|insgesamt|(?:another|an additional|additional|a further|further|"
            r"weitere[nrs]?|zusätzliche?[nrs]?|noch (?:ein)?mal|nochmals|abermals|erneut)(?= \S*[^\W_])|"
            r"(?:all(?: of)?|alle|sämtliche|its|the|their|die|ihre|seine)(?: (?:the|its|their))?(?= \d)|"
            r"(?:a )?(?:headcount|workforce|staff|belegschaft) (?:of|von)|"
            r"(?:(?:the|its|their|das|ihr|sein) )?(?:entire|whole|full|ganze[ns]?|gesamte[ns]?|komplette[ns]?) "
            r"(?:team|crew) (?:of|von)|"
            r"(?:layoffs?|a cut|cuts?|reduction|the loss|abbau|wegfall|streichung|entlassung|kündigung) (?:of|"
            r"von)) (.+)"
        ),
        "about": re.compile(rf"(?:{_ABOUT}) ?(.+)|(.+?)(?: ?(?:\+/-|±)| or so| oder so|"
            r",? \((?:est\.?|estimated?|approx\.?|approximately|about|ca\.?|circa|geschätzt|schätzung|ungefähr)\)|"
            r" est\.| estimated| geschätzt)"),
        "give_or_take": re.compile(
            r"(.+?) ?(?:\+/-|±|,? give or take|plus/minus|plus or minus|plus oder minus) ?(\S*\d.*)"
        ),
        "under": re.compile(r"(?:almost|nearly|close to|(?:just |slightly |a (?:little|bit) )?(?:shy of|short of)|"
            r"(?:just|slightly|a little|a bit) (?:under|below|less than|fewer than)|"
            r"etwas (?:weniger als|unter)|knapp unter|knapp|fast|beinahe|nahezu|an die|"
            r"près de|presque|casi|quasi|bijna) (.+)"),
        "over": re.compile(
            r"(?:(?:just|slightly|a little|a bit) (?:over|more than|above)|gut|etwas (?:mehr als|über)|knapp über) (.+)"
        ),
        "floor": re.compile(
            r"(?:(?:well |far |much |significantly |considerably |substantially )?(?:more than|over|above)|at least|"
            r"as few as|plus de|au moins|más de|mas de|al menos|por lo menos|oltre|più di|almeno|meer dan|minstens|"
            r"mais de|pelo menos|a minimum of|upwards? of|in excess of|north of|"
            r"no(?:t)? (?:fewer|less) than|nicht weniger als|(?:weit |deutlich )?mehr als|"
            r"(?:weit |deutlich )?über|mindestens|mind\.|wenigstens|min\.|>=?|≥) ?(.+)|"
            r"(.+?)(?: ?\+|[ -]plus| (?:or|and) more| (?:oder|und) mehr)(?: (?:" + NOUN + r"))?"
        ),
        "ceiling": re.compile(
            r"(?:up to|at most|as many as|no more than|not more than|a maximum of|less than|fewer than|under|below|"
            r"jusqu'à|moins de|au plus|hasta|menos de|fino a|meno di|tot|maximaal|minder dan|até|"
            r"bis zu|bis|höchstens|maximal|max\.?|nicht mehr als|weniger als|unter|<=?|≤) ?(.+)"
        ),
        "between": re.compile(r"(?:between|zwischen) (.+?) (?:and|und) (.+)"),
        "range": re.compile(r"(?:(?:from|von) )?(.+?)(?: to | bis (?:zu )?| or (?!so$)| oder (?!so$)| ?- ?)(.+)"),
        "of": re.compile(
            r"(.+?) (?:out of|of|von|aus|(?P<in>in(?: the| its| der| den| dem)?|im)|der|des|aller|sämtlicher|"
            r"ihrer|seiner|"
            r"unserer) (.+)"
        ),
        "them": re.compile(rf"(?:them|these|those|it|which|whom|denen|diesen|dieser)\b.*|(?:(?:{_THE}) ?)+"),
        "cut": re.compile(r"(?:an? )?(.+?)[ -](?:cut|reduction|decrease)(?: (?:in|of|to) (.+))?"),
        "half": re.compile(r"(.*\bhalf) (?:of )?(?=(?:the|its|their|our|all) )"),
        "all": re.compile(
            rf"(?:all|alle[rn]?|sämtliche[nr]?)(?: of)?(?: (?:{_THE}))* (?:{_STAFF})(?: (?:globally|worldwide|"
            rf"weltweit))?|"
            rf"(?:(?:the|its|their|our|die|der|ihre[nr]?|seine[nr]?) )?(?:entire|whole|gesamte[nr]?|"
            rf"komplette[nr]?|ganze[nr]?) "
            rf"(?:{_STAFF})"
        ),
        "all_of": re.compile(
            rf"(?:(?:the|its|their|our|die|der|ihre[nr]?|seine[nr]?) )?(?:entire|whole|gesamte[nr]?|komplette[nr]?|"
            rf"ganze[nr]?) (?:{_STAFF}) (?:of|von) (.+)"
        ),
        "the": re.compile(rf"(?:[^\d]*'s? )?(?:(?:{_THE}) )*(?=.*\d)"),
        "whole": re.compile(
            rf"(?:{_OWNER}|(?:(?!(?:the|its|their|our|an?|this) )[\w&.\- ]+(?:'s|"
            rf"s') )?(?:(?:{_THE}) )*(?:{_STAFF})(?: (?:globally|worldwide|weltweit|in total|"
            rf"insgesamt))?(?: (?:of|at|bei|von)? ?{_OWNER})?)"
        ),
        "part_of_staff": re.compile(rf"(?:(?:{_THE}) )*(?:{_STAFF}) (?:in|im|at)(?: (?:der|dem|den|the|its))? (.+)"),
        "scaled": re.compile(r"\b(?:dozens?|hundreds?|thousands?|millions?|millionen?|billions?|milliarden?|"
        r"dutzend|hundert|tausend)\b"),
        "none": re.compile(rf"(?:none|nobody|niemand|zero|keine[nr]?|(?:no|zero|null|keine[nrs]?|kein) (?:{NOUN}))"),
        "undisclosed": re.compile(
            rf"(?:an? |eine[nrm]? )?(?:undisclosed|unknown|unspecified|unbekannte[nr]?|ungenannte[nr]?|"
            rf"nicht genannte[nr]?) "
            rf"(?:number|zahl|anzahl)(?: (?:(?:of|von|an) )?(?:{NOUN}))?"
        ),
        "pair": re.compile(
            r"(.+?) ?[(\[](.+)[)\]]|"
            r"(.+?)(?:,|;| -) (?:or |oder |also |das sind |i\.e\.,? |d\.h\. |that is,? |equal to )?(.+)|"
            r"(.+?)(?: (?:or|oder|bzw\.|beziehungsweise|also) | ?/ ?)(.+)"
        ),
        "few": re.compile(
            rf"(?:several|some|many|a few|few|a handful(?: of)?|mehrere|einige|viele|wenige|ein paar|eine handvoll)"
            rf"(?: (?:{NOUN}))?"
        ),
        "vague": re.compile(rf"(?:{'|'.join(f'({words})' for _, words in VAGUE)})(?: (?:of |von )?(?:{NOUN}))?"),
    }  # fmt: skip
