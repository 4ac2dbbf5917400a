"""The words and patterns behind the grammar of dates: months, seasons, bounds, relative words, officials' phrases.

English and German, lower case, as ``db.reading.plain.plain`` leaves a text. No decisions: the grammar makes them.
"""

from __future__ import annotations

import re

_MONTHS = (
    "january januar jänner jan", "february februar feber feb", "march märz maerz mär mrz mar", "april apr", "may mai",
    "june juni jun", "july juli jul", "august aug", "september sept sep", "october oktober oct okt",
    "november nov", "december dezember dec dez",
)  # fmt: skip
MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
SEASON = {
    "spring": "21", "frühjahr": "21", "frühling": "21", "summer": "22", "sommer": "22", "autumn": "23", "fall": "23",
    "herbst": "23", "winter": "24",
}  # fmt: skip
NTH = {
    "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3,
    "fourth": 4, "erste": 1, "zweite": 2, "dritte": 3, "vierte": 4,
}  # fmt: skip
#: Which third of a month or year, 0 to 2; or its end, which is shorter than its last third.
END = 3
THIRD = {
    "early": 0, "beginning of": 0, "start of": 0, "anfang": 0, "anfangs": 0, "beginn": 0, "zu beginn": 0,
    "mid": 1, "middle of": 1, "mitte": 1, "late": 2, "end of": END, "end": END, "ende": END,
}  # fmt: skip
STEP = {
    "last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "letzt": -1, "vorig": -1,
    "vergangen": -1, "dies": 0, "laufend": 0, "nächst": 1, "kommend": 1, "vor": -1,
}  # fmt: skip
NEAR = {
    "yesterday": -1, "gestern": -1, "vorgestern": -2, "the day before yesterday": -2, "day before yesterday": -2,
    "today": 0, "heute": 0, "tomorrow": 1, "morgen": 1, "übermorgen": 2, "the day after tomorrow": 2,
    "day after tomorrow": 2,
}  # fmt: skip
_COUNTED = (
    "a an ein einem einer eines one eine|two zwei|three drei|four vier|five fünf|six sechs|seven sieben|eight acht|"
    "nine neun|ten zehn|eleven elf|twelve zwölf"
)
COUNTED = {word: number for number, words in enumerate(_COUNTED.split("|"), 1) for word in words.split()}
#: What German writes in one word: the part, and of what.
COMPOUND = {
    "jahresanfang": ("anfang", "year"), "jahresbeginn": ("anfang", "year"), "jahresmitte": ("mitte", "year"),
    "jahresende": ("ende", "year"), "year-end": ("ende", "year"), "year end": ("ende", "year"),
    "year's end": ("ende", "year"),
    "mid-year": ("mid", "year"), "midyear": ("mid", "year"), "monatsende": ("ende", "month"),
    "month-end": ("ende", "month"), "month end": ("ende", "month"), "monatsanfang": ("anfang", "month"),
    "quartalsende": ("ende", "quarter"), "quarter-end": ("ende", "quarter"), "quarter end": ("ende", "quarter"),
}  # fmt: skip
WEEKDAY = {
    name: number
    for number, names in enumerate((
        "monday montag", "tuesday dienstag", "wednesday mittwoch", "thursday donnerstag", "friday freitag",
        "saturday samstag sonnabend", "sunday sonntag",
    ))
    for name in names.split()
}  # fmt: skip
#: Parts of a day; they change nothing about the day.
DAYTIME = (
    r"(?:[ -]?(?:early |late )?(?:morning|noon|afternoon|evening|night)|"
    r"[ -]?(?:früh|morgen|vormittag|mittag|nachmittag|abend|nacht)s?)"
)

ANY_MONTH = rf"(?P<month>{'|'.join(sorted(MONTH, key=len, reverse=True))})\.?"
YEAR = r"(?P<year>\d{4}|'\d\d)"
OF = r"(?:of |in |des jahres |von )?"
TH = r"(?:\.|st|nd|rd|th)?"

APPROX = re.compile(
    r"(?:[~≈]|(?:(?:ca|circa|zirka|c|approx)\.|(?:ca|circa|zirka|approx|about|around|approximately|roughly|"
    r"(?:on|in) or (?:about|around)|in etwa|etwa|ungefähr|rund|um(?: den)?|gegen)(?= |\d))) ?(.+)|"
    r"(.+?)(?: ?(?:\+/-|±)| ?\((?:approximate(?:ly)?|approx\.?|ca\.?|geschätzt|estimated|ungefähr)\))"
)
PERHAPS = re.compile(
    r"(?:possibly|perhaps|maybe|probably|potentially|presumably|vielleicht|möglicherweise|wahrscheinlich|vermutlich|"
    r"voraussichtlich|wohl|evtl\.|expected|planned(?: for)?|geplant(?: für)?|erwartet) (.+)|"
    r"(.+?) ?\((?:uncertain|unsicher|\?|expected|planned|anticipated|tentative|geplant|erwartet|voraussichtlich)\)"
)
FILLER = re.compile(
    r"(?:(?:in|over|during) the course of|over(?= the )|on|in|at|im|am|den|"
    r"the(?! (?:month|year|week|quarter)$)|der|during|zum|per|vom|as of|dated|"
    r"sometime(?: in)?|irgendwann|"
    r"effective(?: as of| on)?|mit wirkung (?:zum|vom|ab)|(?:im )?(?:laufe?|verlauf) des|stand:?|month of|monat|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?|(?:mon|diens|donners|frei|sams|sonn)tag,?|mittwoch,?|sonnabend,?|"
    r"(?:mon|tues?|wed|thur?s?|fri|sat|sun|mo|di|mi|do|fr|sa|so)(?:\.,?|,|(?= \d{1,2}[./ ]))) ?(?<=[ .,])(.+)"
)
BOUNDED = (
    ("before", re.compile(r"(?:before|prior to|vor(?: dem)?) (.+)")),
    ("by", re.compile(r"(?:by|until|till|through|thru|no later than|not later than|on or before|"
                      r"spätestens(?: bis)?(?: zum| im)?|"
                      r"bis(?: spätestens| einschließlich| inklusive)?(?: zum)?) (.+)")),
    ("by", re.compile(r"(.+?) (?:or (?:earlier|before|sooner)|oder (?:früher|vorher)|at the latest)")),
    ("after", re.compile(r"(?:after|nach(?: dem)?) (.+)")),
    ("since", re.compile(r"(?:since|from|begin(?:s|ning)?|began|starting|commencing|on or after|no earlier than|"
                         r"not before|not prior to|seit(?: dem)?|ab(?: dem)?|frühestens(?: ab)?(?: zum| im)?) "
                         r"(?!of )(.+)")),
    ("since", re.compile(r"(.+?) (?:or (?:later|after)|oder später|onwards?|at the earliest)")),
)  # fmt: skip
TO = re.compile(r" ?(?<=[ \d])(?:to|through|thru) | (?:until|till|bis(?: zum?)?|bis einschließlich) | ?-+ ?")
AND_OR_DASH = re.compile(r" (?:and|und|to|through) | ?- ?")
BETWEEN = re.compile(r"(?:between|zwischen)(?: dem)? (.+)")
FROM = re.compile(r"(?:from|von|vom) (.+)")
MONTH_FIRST = re.compile(
    rf"{ANY_MONTH} ?(\d{{1,2}}){TH} ?(?:-|to|through|thru|until|bis|and) ?(\d{{1,2}}){TH}(?:,? {YEAR})?"
)
#: "Juli/August 2025", "16./17. Juli 2025": some day from the one to the other.
_LATER = r"(?:later|after|earlier|before|sooner|später|früher|vorher)$"
EITHER = re.compile(
    rf"((?:{'|'.join(MONTH)})\.?(?: \d{{1,2}})?|\d{{1,2}}\.|[qh][1-4](?: \d{{4}})?) ?/ ?(.*[a-zäü]+.*)|"
    rf"(.+?) (?:or|oder) (?!{_LATER})(.+)"
)
THE_UNIT = re.compile(r"(?:(?:the|des|der) )?(?P<unit>month|year|week|quarter|monat|jahr|woche|quartal)(?:e?s)?")
_ZONE = r"(?: ?(?:z|utc|gmt|[a-z]{2,4}|(?:utc|gmt)? ?[+-]\d\d:?(?:\d\d)?))?"
#: Time stamps: the day is the one that is written, whatever the zone.
ISO_TIME = re.compile(rf"(\d{{4}}-\d\d-\d\d)[t ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?{_ZONE}")
CLOCK = re.compile(
    rf"(.*\d),? (?:at |um )?(?:\d{{1,2}}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?| uhr)?|\d{{1,2}} ?[ap]\.?m\.?|"
    rf"\d{{1,2}}(?:\.\d\d)? uhr){_ZONE}"
)
EDTF_LIKE = re.compile(r"[\dX?~%./-]+", re.ASCII)
SPLIT_YEAR = re.compile(r"(\d\d(\d\d))-(2[1-4])")
ORDERED = re.compile(r"\d ?[/-] ?\d{1,2}(?!\d)")

# --- what officials write into notices -------------------------------------------------------------------------------

_BEGIN = r"begin(?:s|ning)?|began|commenc(?:e|es|ed|ing)|start(?:s|ed|ing)?"
#: "The layoffs are expected to take place between ...": everything before the date, with the verb.
LEAD = re.compile(
    r"(?:(?:(?:all|the|affected|employees?'?|employment|job) )*(?:lay-?offs?|separations?|terminations?|eliminations?|"
    r"reductions?|closings?|closures?|shutdown)(?: dates?)? )?"
    r"(?:(?:will|to|is|are|was|were|be|expected|anticipated|scheduled|estimated|planned|likely|potentially|possibly) )*"
    rf"(?:(?:occur(?:s|red)?|take place|be effective|happen(?:ed)?)|(?P<begin>{_BEGIN}))"
    r"(?: in (?:several |multiple )?(?:phases|stages|waves))?:? (?:on )?(?P<rest>\S.*)"
)
BEGIN_AND_END = re.compile(
    rf"(?:(?:{_BEGIN}):? (?:on |in )?)(.+?)(?:[;,.]| -| and)* (?:end(?:s|ing)?|continu(?:e|es|ed|ing)|"
    r"conclud(?:e|es|ed|ing)|run(?:s|ning)?|extend(?:s|ed|ing)?)(?: (?:on|in|through|until|till|to|thru|by))*:? (.+)"
)
#: The two weeks after a date that a notice of mass layoffs may leave open.
WINDOW = re.compile(
    r"(?:(?:on or )?during )?(?:the |a )?(?P<n>14|fourteen|30|thirty|2|two)[- ](?P<unit>day|week) period "
    r"(?:commencing|beginning|starting|that begins)(?: on)?:? (?P<from>.+)|"
    r"(?P<after>.+?),? or (?:within|during) (?:a |the )?(?:following )?(?P<m>14|fourteen|30|thirty|2|two)[- ]"
    r"(?P<munit>day|week)s?(?: (?:period|window))?(?: (?:thereafter|after(?: that date)?|following(?: that date)?))?"
)
WINDOW_DAYS = {"14": 14, "fourteen": 14, "30": 30, "thirty": 30, "2": 2, "two": 2}
