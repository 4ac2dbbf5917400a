"""One typed line to the fields of an event, in two languages: what is understood, what is asked, what is left."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.ledger import Ledger
from db.model.kinds import by_code
from db.model.records import EventKind
from db.model.values import KindGroup
from db.reading.quantities import NumberConvention
from db.reading.quick.entry import parse_quick
from db.reading.quick.names import Names
from db.view.quick_names import quick_names
from helpers import golden
from helpers.work import calls

KINDS = {
    **by_code(),
    "office_dog": EventKind(code="office_dog", group=KindGroup.STRATEGY, name="Office dog adoption", built_in=False),
}
NAMES = Names(
    {1: "Scale AI", 2: "OpenAI", 3: "Meta", 4: "Google", 5: "SAP SE", 6: "Target", 7: "Yahoo!", 8: "Reuters"},
    [(5, "SAP"), (4, "Alphabet")],
    relationships=[(1, 2), (1, 4)],
)
TEXTS = (
    "kind", "side", "announced", "effective", "count", "percent", "amount", "status", "publisher", "url", "person",
    "role", "wording",
)  # fmt: skip


def read(line, convention=NumberConvention.POINT, names=NAMES, **options):
    return parse_quick(line, names=names, kinds=KINDS, convention=convention, **options)


def said(entry):
    """What is not empty, as texts; a new organization is marked, doubts are "field:reason"."""
    found = {name: str(getattr(entry, name)) for name in TEXTS if getattr(entry, name)}
    for name in ("organization", "counterparty"):
        value = getattr(entry, name)
        if value is not None:
            found[name] = value.text if value.id else f"{value.text} (new)"
    if entry.doubts:
        found["doubts"] = " ".join(f"{doubt.field}:{doubt.reason}" for doubt in entry.doubts)
    return found


ENGLISH = """
Scale AI layoff ~200 14% 16 Jul 2025 TechCrunch https://techcrunch.com/2025/07/16/x
    kind=layoff | organization=Scale AI | announced=16 Jul 2025 | count=~200 | percent=14% | publisher=TechCrunch |
    url=https://techcrunch.com/2025/07/16/x
Meta takes stake in Scale AI, 14.3 billion dollars, June 2025, Reuters
    kind=stake_taken | organization=Scale AI | counterparty=Meta | announced=June 2025 |
    amount=14.3 billion dollars | publisher=Reuters
SAP Q3 2025 1,200 employees laid off rumor
    kind=layoff | organization=SAP SE | announced=Q3 2025 | count=1,200 employees | status=rumored
Scale AI headcount 1,400 end of June 2025
    kind=reported_headcount | organization=Scale AI | announced=end of June 2025 | count=1,400
Alexandr Wang leaves Scale AI as CEO, June 2025
    kind=leadership_departure | organization=Scale AI | announced=June 2025 | person=Alexandr Wang | role=CEO
Intel layoff 2000
    kind=layoff | organization=Intel (new) | announced=2000 | doubts=organization:new_name announced:year_or_count
Intel lays off 15,000 employees in 2024
    kind=layoff | organization=Intel (new) | announced=in 2024 | count=15,000 employees |
    doubts=organization:new_name
Scale AI will not lay off 200 people, July 2025
    kind=layoff | organization=Scale AI | announced=July 2025 | count=200 people | wording=not |
    doubts=rest:negation
Scale AI denies layoffs of 300 employees, July 2025
    kind=layoff | organization=Scale AI | announced=July 2025 | count=300 employees | status=denied
Scale AI lays off 200 employees and 500 contractors, 16 July 2025
    kind=layoff | organization=Scale AI | announced=16 July 2025 | count=200 employees | wording=500 contractors |
    doubts=count:several
Scale AI cuts 14% of its workforce, about 200 people, July 16, 2025
    kind=layoff | organization=Scale AI | announced=July 16, 2025 | count=about 200 people |
    percent=14% of its workforce
OpenAI winds down its work with Scale AI, 18 June 2025, confirmed
    kind=relationship_winding_down | organization=OpenAI | counterparty=Scale AI | side=client |
    announced=18 June 2025 | status=confirmed
Scale AI loses Google as a client, 13 June 2025
    kind=relationship_ended | organization=Scale AI | counterparty=Google | side=vendor | announced=13 June 2025
OpenAI ends contract with Boeing, 03/04/2025
    kind=relationship_ended | organization=OpenAI | counterparty=Boeing (new) | announced=03/04/2025 |
    doubts=counterparty:new_name organization:side announced:ambiguous
Foo Corp acquired by Bar Inc for $2 billion, May 2025
    kind=acquisition | organization=Foo Corp (new) | counterparty=Bar Inc (new) | announced=May 2025 |
    amount=$2 billion | doubts=organization:new_name counterparty:new_name
Google acquires Foo Corp, $2 billion
    kind=acquisition | organization=Foo Corp (new) | counterparty=Google | amount=$2 billion |
    doubts=organization:new_name
Scale AI appoints Jason Droege as interim CEO, 12 June 2025
    kind=leadership_appointment | organization=Scale AI | announced=12 June 2025 | person=Jason Droege |
    role=interim CEO
Foo Corp CFO Jane Doe resigns, 1 Feb 2025
    kind=leadership_departure | organization=Foo Corp (new) | announced=1 Feb 2025 | person=Jane Doe | role=CFO |
    doubts=organization:new_name
Scale AI layoff 31 Feb 2025
    kind=layoff | organization=Scale AI | announced=31 Feb 2025 | doubts=announced:impossible_date
Scale AI layoff 50 in May 2025
    kind=layoff | organization=Scale AI | announced=in May 2025 | count=50
ScaleAI layoff 200 16 July 2025
    kind=layoff | organization=ScaleAI (new) | announced=16 July 2025 | count=200 | doubts=organization:similar_name
Acme Inc. hires 300 workers, 5 May 2025, allegedly
    kind=hiring | organization=Acme Inc. (new) | announced=5 May 2025 | count=300 workers | status=rumored |
    doubts=organization:new_name
Google and Meta lay off 200 workers, July 2025
    kind=layoff | organization=Google | announced=July 2025 | count=200 workers | wording=Meta |
    doubts=organization:several
Scale AI layoffs 30 % of the data team, July 2025
    kind=layoff | organization=Scale AI | announced=July 2025 | percent=30 % of the data team
Scale AI layoff 200 last month
    kind=layoff | organization=Scale AI | announced=last month | count=200 | doubts=announced:needs_publication_date
Scale AI restructuring, July 2025, according to Daily Planet
    kind=restructuring | organization=Scale AI | announced=July 2025 | publisher=Daily Planet
scale ai layoff 200 july 2025 techcrunch
    kind=layoff | organization=Scale AI | announced=july 2025 | count=200 | publisher=TechCrunch
Office dog adoption at Scale AI, 3 dogs, July 2025
    kind=office_dog | organization=Scale AI | announced=July 2025 | count=3 | wording=dogs
Scale AI layoff dozens, July 2025
    kind=layoff | organization=Scale AI | announced=July 2025 | count=dozens
biggest cut of the year
    wording=biggest cut of the year
Scale AI could lay off 200 employees in August 2025
    kind=layoff | organization=Scale AI | announced=in August 2025 | count=200 employees | wording=could |
    doubts=rest:hedge
Meta buys 49% stake in Scale AI, $14.3 billion, June 2025
    kind=stake_taken | organization=Scale AI | counterparty=Meta | announced=June 2025 | percent=49% |
    amount=$14.3 billion
Scale AI wins Acme Robotics as customer, 5 May 2025
    kind=relationship_started | organization=Scale AI | counterparty=Acme Robotics (new) | side=vendor |
    announced=5 May 2025 | doubts=counterparty:new_name
site closure SAP Berlin 1 May 2025
    kind=site_closure | organization=SAP SE | announced=1 May 2025 | wording=Berlin
Microsoft to cut 9,000 jobs, July 2 2025, Reuters
    kind=layoff | organization=Microsoft (new) | announced=July 2 2025 | count=9,000 jobs | publisher=Reuters |
    doubts=organization:new_name
Layoffs at Scale AI: 200 employees (14%), 16 July 2025
    kind=layoff | organization=Scale AI | announced=16 July 2025 | count=200 employees | percent=14%
Scale AI let 200 employees go on July 16, 2025 - TechCrunch
    kind=layoff | organization=Scale AI | announced=on July 16, 2025 | count=200 employees | publisher=TechCrunch
Scale AI reportedly cuts up to 300 jobs by end of 2025
    kind=layoff | organization=Scale AI | effective=by end of 2025 | count=up to 300 jobs | status=reported
Scale AI employs about 1,500 people as of June 2025
    kind=reported_headcount | organization=Scale AI | announced=June 2025 | count=about 1,500 people
Google, Scale AI's largest customer, plans to split, June 13 2025, Reuters
    kind=relationship_at_risk | organization=Google | counterparty=Scale AI | side=client | announced=June 13 2025 |
    publisher=Reuters | wording=largest
Scale AI's layoffs affect 14% of staff, July 2025
    kind=layoff | organization=Scale AI | announced=July 2025 | percent=14% of staff | wording=affect
OpenAI still works with Scale AI, 18 June 2025
    kind=relationship_seen_active | organization=OpenAI | counterparty=Scale AI | side=client |
    announced=18 June 2025
CEO Alexandr Wang leaves Scale AI for Meta, June 2025
    kind=leadership_departure | organization=Scale AI | counterparty=Meta | announced=June 2025 |
    person=Alexandr Wang | role=CEO
Alexandr Wang, CEO of Scale AI, steps down, 12 June 2025
    kind=leadership_departure | organization=Scale AI | announced=12 June 2025 | person=Alexandr Wang | role=CEO
Meta acquires 49% of Scale AI for $14.3 billion, June 13, 2025
    kind=stake_taken | organization=Scale AI | counterparty=Meta | announced=June 13, 2025 | percent=49% |
    amount=$14.3 billion
The Washington Post lays off a third of its staff
    kind=layoff | organization=Washington Post (new) | percent=a third of its staff | doubts=organization:new_name
Scale AI contract with OpenAI extended
    kind=relationship_expanded | side=vendor | organization=Scale AI | counterparty=OpenAI
Anthropic hires CFO Krishna Rao
    kind=leadership_appointment | organization=Anthropic (new) | person=Krishna Rao | role=CFO |
    doubts=organization:new_name
Scale AI loses CEO
    kind=leadership_departure | organization=Scale AI | role=CEO
Meta acquires 100% of Scale AI
    kind=acquisition | organization=Scale AI | counterparty=Meta | percent=100%
Bosch: 13,000 jobs to go by 2030
    kind=layoff | organization=Bosch (new) | effective=by 2030 | count=13,000 jobs | doubts=organization:new_name
200 workers at Acme to go on strike
    count=200 workers | wording=Acme to go on strike
Block: nearly half of staff to go
    kind=layoff | organization=Block (new) | percent=nearly half of staff | doubts=organization:new_name
xAI fires 500 data annotators
    kind=layoff | organization=xAI (new) | count=500 | wording=data annotators | doubts=organization:new_name
Two-thirds of staff leave Bluesky
    percent=Two-thirds of staff | wording=leave Bluesky
Scale AI founder Alexandr Wang steps down as CEO 13 June 2025
    kind=leadership_departure | organization=Scale AI | announced=13 June 2025 | person=Alexandr Wang | role=CEO |
    wording=founder
Workforce of Scale AI shrinks by 14%
    organization=Scale AI | percent=14% | wording=Workforce … shrinks
Scale AI hiring freeze July 2025
    organization=Scale AI | announced=July 2025 | wording=hiring freeze
Scale AI layoff 200 14% 16.7.2025 https://a.example/b).
    kind=layoff | organization=Scale AI | announced=16.7.2025 | count=200 | percent=14% | url=https://a.example/b
Scale AI layoff between 150 and 200 workers in Q3 2025
    kind=layoff | organization=Scale AI | announced=in Q3 2025 | count=between 150 and 200 workers
scale ai ceo alexandr wang leaves
    kind=leadership_departure | organization=Scale AI | role=ceo | wording=alexandr wang
Headcount at Scale AI falls to 1,200, July 2025
    kind=reported_headcount | organization=Scale AI | announced=July 2025 | count=1,200 | wording=falls
Scale AI lays off 200 contractors, July 2025
    kind=contractors_ended | organization=Scale AI | announced=July 2025 | count=200 contractors
"""

GERMAN = """
OpenAI beendet Zusammenarbeit mit Scale AI, 18.06.2025
    kind=relationship_ended | organization=OpenAI | counterparty=Scale AI | side=client | announced=18.06.2025
Scale AI entlässt etwa 14 % (ca. 200 Mitarbeiter) im Juli 2025
    kind=layoff | organization=Scale AI | announced=im Juli 2025 | count=ca. 200 Mitarbeiter | percent=etwa 14 %
Scale AI beendet Zusammenarbeit mit 500 Auftragnehmern, 16.07.2025
    kind=contractors_ended | organization=Scale AI | announced=16.07.2025 | count=500 Auftragnehmern
SAP baut 2.000 Stellen ab, Gerücht
    kind=layoff | organization=SAP SE | count=2.000 Stellen | status=rumored
SAP streicht bis Ende 2026 rund 3.000 Arbeitsplätze, Handelsblatt
    kind=layoff | organization=SAP SE | effective=bis Ende 2026 | count=rund 3.000 Arbeitsplätze |
    publisher=Handelsblatt
Stellenabbau bei SAP: 1.400 Mitarbeiter im Q1 2025
    kind=layoff | organization=SAP SE | announced=im Q1 2025 | count=1.400 Mitarbeiter
SAP kündigt 200 Mitarbeitern zum 1. Oktober 2025
    kind=layoff | organization=SAP SE | effective=1. Oktober 2025 | count=200 Mitarbeitern
SAP kündigt Vertrag mit Scale AI, 3.4.2025
    kind=relationship_ended | organization=SAP SE | counterparty=Scale AI | announced=3.4.2025 |
    doubts=organization:side
Scale AI trennt sich von 500 Freelancern, Juli 2025
    kind=contractors_ended | organization=Scale AI | announced=Juli 2025 | count=500 Freelancern
Scale AI verliert Google als Kunden, 13.06.2025, Reuters
    kind=relationship_ended | organization=Scale AI | counterparty=Google | side=vendor | announced=13.06.2025 |
    publisher=Reuters
Google erwägt Zusammenarbeit mit Scale AI zu beenden, Juni 2025
    kind=relationship_at_risk | organization=Google | counterparty=Scale AI | side=client | announced=Juni 2025
Scale AI dementiert Entlassungen, 17. Juli 2025
    kind=layoff | organization=Scale AI | announced=17. Juli 2025 | status=denied
SAP stellt 300 Mitarbeiter ein, ab 1. Oktober 2025
    kind=hiring | organization=SAP SE | effective=1. Oktober 2025 | count=300 Mitarbeiter
SAP beschäftigt 107.000 Mitarbeiter, 30.06.2025
    kind=reported_headcount | organization=SAP SE | announced=30.06.2025 | count=107.000 Mitarbeiter
Jason Droege wird Interims-CEO von Scale AI, Juni 2025
    kind=leadership_appointment | organization=Scale AI | announced=Juni 2025 | person=Jason Droege |
    role=Interims-CEO
Alexandr Wang verlässt Scale AI und wechselt zu Meta, Juni 2025
    kind=leadership_departure | organization=Scale AI | counterparty=Meta | announced=Juni 2025 |
    person=Alexandr Wang | wording=wechselt
Meta beteiligt sich mit 14,3 Milliarden Dollar an Scale AI, 12. Juni 2025
    kind=stake_taken | organization=Scale AI | counterparty=Meta | announced=12. Juni 2025 |
    amount=14,3 Milliarden Dollar
Microsoft übernimmt Inflection AI, März 2024
    kind=acquisition | organization=Inflection AI (new) | counterparty=Microsoft (new) | announced=März 2024 |
    doubts=organization:new_name counterparty:new_name
Scale AI schließt Standort Berlin, 50 Mitarbeiter, August 2025
    kind=site_closure | organization=Scale AI | announced=August 2025 | count=50 Mitarbeiter | wording=Berlin
Umbau: SAP entlässt 200 Beschäftigte, bestätigt
    kind=layoff | organization=SAP SE | count=200 Beschäftigte | status=confirmed | wording=Umbau
Metas Einstieg bei Scale AI im Juni 2025
    kind=stake_taken | organization=Scale AI | counterparty=Meta | announced=im Juni 2025
Bei Scale AI verlieren 200 Mitarbeiter ihren Job, Juli 2025
    kind=layoff | organization=Scale AI | announced=Juli 2025 | count=200 Mitarbeiter
Scale AI baut Stellen ab: 200 (14 %) Mitte Juli 2025
    kind=layoff | organization=Scale AI | announced=Mitte Juli 2025 | count=200 | percent=14 %
Laut Branchendienst entlässt Scale AI im Juli 2025 rund 200 Mitarbeiter
    kind=layoff | organization=Scale AI | announced=im Juli 2025 | count=rund 200 Mitarbeiter |
    publisher=Branchendienst
Entlassungen bei Scale AI, 200 Mitarbeiter, 14 Prozent der Belegschaft, Juli 2025
    kind=layoff | organization=Scale AI | announced=Juli 2025 | count=200 Mitarbeiter |
    percent=14 Prozent der Belegschaft
Google verlässt Scale AI als Kunde, Juni 2025
    kind=relationship_ended | organization=Google | counterparty=Scale AI | side=client | announced=Juni 2025
VW: 35.000 Stellen weg bis 2030
    kind=layoff | organization=VW (new) | effective=bis 2030 | count=35.000 Stellen | doubts=organization:new_name
Bei Audi gehen bis 2029 7.500 Arbeitsplätze verloren
    kind=layoff | organization=Audi (new) | effective=bis 2029 | count=7.500 Arbeitsplätze |
    doubts=organization:new_name
Continental: 3.000 Jobs fallen bis Ende 2026 weg
    kind=layoff | organization=Continental (new) | effective=bis Ende 2026 | count=3.000 Jobs |
    doubts=organization:new_name
jede siebte Stelle bei Miele fällt weg
    kind=layoff | organization=Miele (new) | percent=jede siebte Stelle | doubts=organization:new_name
ZF will bis 2028 bis zu 14.000 Stellen abbauen
    kind=layoff | organization=ZF (new) | effective=bis 2028 | count=bis zu 14.000 Stellen |
    doubts=organization:new_name
Die Belegschaft von Scale AI schrumpft um ein Siebtel
    organization=Scale AI | percent=ein Siebtel | wording=Belegschaft … schrumpft
Die Belegschaft von Scale AI sinkt auf 1.200
    kind=reported_headcount | organization=Scale AI | count=1.200 | wording=sinkt
Personalvorstand Kilian verlässt Volkswagen zum 31. Juli
    kind=leadership_departure | organization=Volkswagen (new) | announced=zum 31. Juli | person=Kilian |
    role=Personalvorstand | doubts=organization:new_name announced:needs_year
Rund 1.000 Leiharbeiter müssen bei Ford gehen
    kind=contractors_ended | organization=Ford (new) | count=Rund 1.000 Leiharbeiter | doubts=organization:new_name
Neuer Vorstandschef bei Volkswagen: Thomas Schäfer
    kind=leadership_appointment | organization=Volkswagen (new) | person=Thomas Schäfer | role=Vorstandschef |
    doubts=organization:new_name
Meta übernimmt 49 Prozent an Scale AI
    kind=stake_taken | organization=Scale AI | counterparty=Meta | percent=49 Prozent
SAP ernennt Jane Doe zur Finanzchefin, 1. Mai 2025
    kind=leadership_appointment | organization=SAP SE | announced=1. Mai 2025 | person=Jane Doe | role=Finanzchefin
Übernahme von Foo GmbH durch SAP, 3 Mrd. Euro, Mai 2025
    kind=acquisition | organization=Foo GmbH (new) | counterparty=SAP SE | announced=Mai 2025 | amount=3 Mrd. Euro |
    doubts=organization:new_name
Foo GmbH wird von SAP übernommen, Mai 2025
    kind=acquisition | organization=Foo GmbH (new) | counterparty=SAP SE | announced=Mai 2025 |
    doubts=organization:new_name
Scale AI fährt Zusammenarbeit mit Google zurück, Juli 2025
    kind=relationship_reduced | organization=Scale AI | counterparty=Google | side=vendor | announced=Juli 2025
SAP entlässt keine Mitarbeiter
    kind=layoff | organization=SAP SE | wording=keine Mitarbeiter | doubts=rest:negation
Siemens stellt Zusammenarbeit mit SAP ein, Mai 2025
    kind=relationship_ended | organization=Siemens (new) | counterparty=SAP SE | announced=Mai 2025 |
    doubts=organization:new_name organization:side
"""


def cases(text):
    """Lines, each with what it says in the indented lines beneath it: "field=text" between bars."""
    found = []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            found[-1][1].update(part.strip().split("=", 1) for part in line.split("|") if part.strip())
        else:
            found.append((line, {}))
    return found


@pytest.mark.parametrize(("line", "expected"), cases(ENGLISH))
def test_english_lines(line, expected):
    assert said(read(line)) == expected


@pytest.mark.parametrize(("line", "expected"), cases(GERMAN))
def test_german_lines(line, expected):
    assert said(read(line, NumberConvention.COMMA)) == expected


def test_people_are_whole_and_what_has_two_readings_is_asked_about():
    entry = read("Scale AI headcount 1.400", None)
    assert (entry.count, entry.doubt("count")) == ("1.400", None)
    entry = read("Scale AI layoff 3-4000", None)
    assert (entry.count, entry.doubt("count").reason) == ("3-4000", "ambiguous")


PRESS = """
Scale AI layoff 200 of 1,400 16 July 2025 Reuters
    announced=16 July 2025 | count=200 of 1,400
Scale AI streicht rund 350 der 2.400 Stellen (etwa 15 %), 12. März 2025
    announced=12. März 2025 | count=rund 350 der 2.400 Stellen | percent=etwa 15 %
Scale AI lays off 200 out of 1,400 employees on Wednesday
    announced=on Wednesday | count=200 out of 1,400 employees
Scale AI baut 14 % von 1.400 Stellen ab, KW 12/2025
    announced=KW 12/2025 | percent=14 % von 1.400 Stellen
Scale AI cuts a third of its workforce next Monday
    effective=next Monday | percent=a third of its workforce
Scale AI streicht jede zehnte Stelle bis Jahresende 2025
    effective=bis Jahresende 2025 | percent=jede zehnte Stelle
Scale AI lays off two hundred employees effective immediately
    effective=effective immediately | count=two hundred employees
Scale AI lays off one in ten employees in the coming weeks
    effective=in the coming weeks | percent=one in ten employees
Scale AI entlässt 200 Ingenieure am Mittwoch
    announced=am Mittwoch | count=200 Ingenieure
Scale AI lays off another 200 employees 2025-W12
    announced=2025-W12 | count=another 200 employees
Scale AI lays off all employees 20250716
    announced=20250716 | percent=all employees
Scale AI lays off 10 % of its engineering team 16.07.2025 10:00 Uhr
    announced=16.07.2025 10:00 Uhr | percent=10 % of its engineering team
Scale AI headcount 1,400 year-end 2025
    announced=year-end 2025 | count=1,400
Scale AI layoff 200 1H25
    announced=1H25 | count=200
Scale AI layoff 200 FY2025
    announced=FY2025 | count=200 | doubts=announced:ambiguous
Scale AI baut 200 Stellen in den nächsten zwei Jahren ab
    effective=in den nächsten zwei Jahren | count=200 Stellen
Layoffs at Scale AI announced 12 August 2025, 200 jobs
    announced=12 August 2025 | count=200 jobs
OpenAI no longer works with Scale AI since June 2025
    side=client | announced=since June 2025 | counterparty=Scale AI
Vertrag mit Scale AI läuft Ende 2025 aus
    effective=Ende 2025 | wording=Vertrag | doubts=organization:side
Scale AI lays off 200 two weeks ago
    announced=two weeks ago | count=200
"""


@pytest.mark.parametrize(("line", "expected"), cases(PRESS))
def test_dates_and_sizes_as_the_press_writes_them(line, expected):
    found = said(read(line, None, published=date(2025, 7, 16)))
    assert {name: found[name] for name in found if name not in {"kind", "organization", "publisher"}} == expected


@pytest.mark.parametrize("line", [
    "Scale AI second half 2025 layoff", "Scale AI layoff after two reorganizations", "Scale AI layoff in third round",
])  # fmt: skip
def test_no_size_is_made_of_words_that_count_something_else(line):
    entry = read(line)
    assert (entry.count, entry.percent) == ("", "")


def test_the_known_name_is_the_one_stored_whatever_was_typed():
    assert [read(f"{name} layoff 200").organization.id for name in ("sap", "SAP", "SAP's", "alphabet", "Yahoo!")] == [
        5, 5, 5, 4, 7,
    ]  # fmt: skip


def test_the_longest_name_wins():
    names = Names({1: "Scale", 2: "Scale AI", 3: "Scale AI Labs"})
    found = [read(f"{name} layoff 200", names=names).organization.id for name in ("Scale", "Scale AI", "Scale AI Labs")]
    assert found == [1, 2, 3]


def test_a_name_that_is_a_word_is_meant_only_where_it_is_written_as_a_name():
    names = Names({1: "Block", 2: "Cuts", 3: "May"})
    assert read("Cuts layoff 200", names=names).organization.id == 2
    assert read("Block cuts 200 jobs, 5 May 2025", names=names).organization.id == 1


def test_a_publisher_may_be_an_organization_too():
    assert said(read("Reuters layoff 200"))["organization"] == "Reuters"
    entry = read("Scale AI layoff 200 Reuters")
    assert (entry.organization.text, entry.publisher) == ("Scale AI", "Reuters")


def test_a_date_is_not_taken_for_more_exact_than_it_is_said():
    entry = read("Scale AI layoff 200, week of July 14, 2025")
    assert entry.announced.startswith("week of") or entry.doubt("announced").reason == "qualified"


def test_two_organizations_of_one_name_are_not_told_apart_by_guessing():
    entry = read("Acme layoff 200", names=Names({1: "Acme", 2: "ACME"}))
    assert (entry.organization.id, entry.doubt("organization").reason) == (None, "same_name")


@pytest.mark.parametrize(
    ("line", "reference", "rest"),
    [
        ("Scale AI loses client Google, PO 4500-17/b, 13.06.2025", "4500-17/b", ""),
        ("Scale AI wins Google as client, contract #77, June 2025", "77", ""),
        ("Scale AI ends contract no. 7 with Google June 2025", "7", ""),
        ("Scale AI beendet Vertrag Nr. 7 mit Google Juni 2025", "7", ""),
        ("Scale AI lost Google (Vertragsnummer: A-7) im Juni 2025", "A-7", ""),
        ("Scale AI lost Google ref 2024 June 2025", "2024", ""),
        ("Scale AI layoff 200 ref 4711 July 2025", "", "ref 4711"),
        ("Scale AI lost Google, PO box, June 2025", "", "PO box"),
    ],
)
def test_the_number_of_a_contract_is_no_date_and_no_count(line, reference, rest):
    entry = read(line)
    assert (entry.reference, entry.wording) == (reference, rest)
    assert entry.announced in {"June 2025", "July 2025", "13.06.2025", "Juni 2025", "im Juni 2025"}
    assert entry.count == ("200" if "layoff" in line else "")
    assert not entry.doubts


@pytest.mark.parametrize(
    ("relationships", "side", "asked"),
    [([(1, 2)], "client", False), ([(2, 1)], "vendor", False), ([], "", True), ([(1, 2), (2, 1)], "", True)],
)
def test_which_side_it_is_comes_from_the_ledger_or_is_asked(relationships, side, asked):
    names = Names({1: "Scale AI", 2: "OpenAI"}, relationships=relationships)
    entry = read("OpenAI beendet Zusammenarbeit mit Scale AI", names=names)
    assert (entry.organization.id, entry.counterparty.id, entry.side) == (2, 1, side)
    assert any(doubt.reason == "side" for doubt in entry.doubts) is asked


def test_a_phrase_that_contradicts_the_ledger_is_asked_about():
    names = Names({1: "Scale AI", 2: "OpenAI"}, relationships=[(1, 2)])
    entry = read("OpenAI loses Scale AI as a client", names=names)
    assert (entry.side, entry.doubt("organization").reason) == ("", "side")


def test_relative_words_resolve_where_the_day_of_publication_is_known():
    assert read("Scale AI layoff 200 last month", published=date(2025, 7, 16)).doubts == ()


def test_every_stretch_says_what_it_was_taken_for():
    line = "SAP baut im Juli 2025 rund 200 Stellen ab (vermutlich)"
    found = [(line[span.start : span.end], span.field) for span in read(line).spans]
    assert found == [
        ("SAP", "organization"), ("baut", "kind"), ("im Juli 2025", "announced"), ("rund 200 Stellen", "count"),
        ("ab", "kind"), ("(", "filler"), ("vermutlich", "rest"), (")", "filler"),
    ]  # fmt: skip


WORDS = [
    "Scale AI", "OpenAI", "Foo Corp", "lays", "off", "baut", "ab", "Stellen", "200", "~1.400", "14 %", "(", ")", ",",
    "of", "its workforce", "16.07.2025", "31 Feb 2025", "July", "Q3", "2025", "bis", "Ende", "zum", "not", "rumor",
    "bestätigt", "beendet", "Zusammenarbeit", "mit", "CEO", "Jane Doe", "leaves", "stake", "in", "$2 billion", "https://a.example/x,",
    "laut", "Reuters", "\u00a0", "\u2013", "İ", "ß", "'s", "…", "\x00", "1e9", "²", "٣", "headcount", "contractors",
]  # fmt: skip


@pytest.mark.no_cover
@given(st.one_of(st.text(max_size=700), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_any_text_is_accounted_for_to_the_last_sign(line):
    entry = read(line, None)
    assert entry.text == line
    end = 0
    for span in entry.spans:
        assert end <= span.start < span.end <= len(line)
        assert not line[end : span.start].strip()
        assert not line[span.start].isspace()
        assert not line[span.end - 1].isspace()
        end = span.end
    assert not line[end:].strip()
    rest = [line[span.start : span.end] for span in entry.spans if span.field == "rest"]
    assert entry.wording.split() == " … ".join(rest).split()
    for name in ("announced", "count", "percent", "amount", "url", "person", "role"):
        assert " ".join(getattr(entry, name).split()) in " ".join(line.split())


@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_no_number_goes_unseen(line):
    """A digit is in a field, or there is a doubt."""
    entry = read(line, None)
    rest = [line[span.start : span.end] for span in entry.spans if span.field == "rest"]
    assert not any(c.isdigit() for part in rest for c in part) or entry.doubts


def test_names_come_from_the_ledger(tmp_path):
    with Ledger.create(tmp_path / "a.headwater") as ledger:
        golden.fill(ledger)
        found = ledger.organizations.find("Scale AI")
        ledger.organizations.save(name="Scale AI", organization_id=found, aliases=("Scale",))
        names = quick_names(ledger.at())
    entry = read("OpenAI beendet Zusammenarbeit mit Scale, laut Branchendienst", names=names)
    assert (entry.counterparty.id, entry.counterparty.text, entry.side) == (found, "Scale AI", "client")
    assert entry.publisher == "Branchendienst"
    assert read("Meta invests in Scale, VivaTech", names=names).publisher == "VivaTech"


def test_a_line_is_no_more_work_with_many_organizations():
    few, many = (
        Names({n: f"{'Blue' if n % 2 else 'Red'} {n} Works" for n in range(700, 700 + count)})
        for count in (100, 20_000)
    )
    line = "Blue 777 Works cuts 14 % of its workforce, about 200 people, July 16, 2025, Reuters https://a.example/x"
    assert read(line, names=few).organization.id == read(line, names=many).organization.id == 777
    assert calls(lambda: read(line, names=many)) < 1.1 * calls(lambda: read(line, names=few))
