"""Words that column headers use, English and German, for each field an import can fill.

One entry per line (continued when indented): the field, how sure the words make it (0 to 1), the words. Written as
:func:`db.importing.cells.words.normalized` leaves them: lower case, no punctuation, ``#`` as "number", ``%`` as
"percent", umlauts as two letters. A field's own name always counts and needs no entry.
"""

from __future__ import annotations

HEADER_WORDS = """\
organization 0.95: company | company name | organisation | organization name | organisation name | employer | employer
    name | business name | business legal name | job site name | firm | firma | unternehmen | unternehmensname |
    gesellschaft | arbeitgeber | konzern | organisationsname | affected company | affected employer | company affected
    | name of company | name of employer | employer company | firmenname | betrieb | empresa | compañia | compañía |
    razón social | entreprise | société | azienda | società | bedrijf | bedrijfsnaam
    | legal entity | subcompany | unternehmen subcompany | employing company | raison sociale | nom de l entreprise
    | employeur | établissement | ragione sociale | datore di lavoro | werkgever | onderneming | nombre de la empresa
    | empleador | empregador | nome da empresa | pracodawca | nazwa pracodawcy | nazwa firmy | firma adı
    | przedsiębiorstwo | nazwa przedsiębiorstwa | şirket | şirket adı | işveren | företag | arbetsgivare | virksomhed
    | virksomhet | bedrift | selskap | selskab | yritys | työnantaja | zaměstnavatel | společnost | cég | munkáltató
    | companie | angajator | компания | предприятие | организация | работодатель | роботодавець | 企業名 | 会社名
    | 会社 | 企業
    | 社名 | 公司 | 公司名称 | 企业 | 企业名称 | 회사명 | 기업명 | 회사
organization 0.8: location name | site name | company site
    | stock name | issuer | security name
organization 0.6: name | account | account name | legal name | doing business as name
counterparty 0.9: counter party | other party | gegenpartei | investor | acquirer | kaeufer
vendor 0.95: vendor name | supplier | supplier name | lieferant | dienstleister | contractor | auftragnehmer |
    anbieter | provider | kreditor | lieferantenname | name des lieferanten | vertragspartner lieferant
    | affected parties supplier | vendor supplier name | fournisseur | nom du fournisseur
    | proveedor | fornitore | leverancier | dostawca | kreditorenname | lieferantenbezeichnung
vendor 0.7: medium medieninhaber | medieninhaber | recipient | entity name
client 0.95: client name | customer | customer name | kunde | auftraggeber | buyer | mandant | kundenname | name des
    kunden | account id | customer account | client account
    | end customer | bill to customer | cliente | client final
client 0.75: agency | rechtstraeger | department | contracting authority
category 0.9: kategorie | service category | spend category | warengruppe | leistung | leistungsart
category 0.55: product service desc | bekanntgabe description | service
reference 0.95: contract number | contract no | contract nr | contract id | contract ref | contract reference | po
    number | po no | po nr | purchase order number | order number | subscription id | subscription number |
    subscription no | agreement number | agreement no | agreement id | vertragsnummer | vertragsnr | vertrags nr |
    vertrag nr | bestellnummer | bestellnr | bestell nr | auftragsnummer | auftragsnr | auftrags nr | abonummer | abo
    nummer | abo nr | rahmenvertragsnummer | kontraktnummer | subscription
reference 0.9: referenz | referenznummer | reference number | reference no | ref number | ref no | ref nr | ref | piid
    | award id
reference 0.6: contract | purchase order | po | vertrag | rahmenvertrag
organization 0.82: ticker | ticker symbol | stock symbol | stock ticker | symbol
kind 0.9: event kind | event type | ereignis | ereignisart | ereignistyp | art des ereignisses | notice type | type of
    notice | incident type | layoff type | type of incident | type of event | type of action | warn type | massnahme |
    art der massnahme | closure type | reduction type
    | type of restructuring | restructuring type | type code | closing or layoff | layoff or closing
    | type de procédure | deal type | transaction type | kind of event | art der maßnahme
kind 0.8: action | type | art | typ | vorgang | category of event
    | change | event
count 0.95: count best | total laid off | number laid off | laid off | number of laid off | number of employees laid
    off | employees laid off | number of workers | number workers | employees affected | affected employees |
    workforce affected | workers affected | affected workers | number of affected workers | number affected |
    potential number affected | total layoff number | number of employees affected | number of layoffs | betroffene |
    betroffene mitarbeiter | betroffene beschaeftigte | anzahl | anzahl entlassungen | anzahl mitarbeiter | entlassene
    | anzahl entlassene | stellenabbau | gestrichene stellen | abgebaute stellen | layoff | laid off count | layoff
    count | layoffs count | number of impacted workers | number of impacted employees | impacted workers | total
    number of affected employees | total affected employees | total number of affected workers | total employees
    affected | total workers affected | number laid off affected | number of workers affected | number of employees
    impacted | number of positions affected | positions affected | affected positions | positions eliminated | jobs
    eliminated | jobs affected | number of jobs affected | number of job losses | number of people laid off | people
    laid off | employees terminated | number terminated | headcount reduction | employees to be laid off |
    stellenstreichungen | betroffene mitarbeitende | anzahl betroffene | anzahl der betroffenen | betroffene
    arbeitnehmer | anzahl betroffener mitarbeiter | entlassungen anzahl | abgebaute arbeitsplaetze | gestrichene
    arbeitsplaetze | wegfallende stellen | personalabbau | job cuts | positions cut | employees cut | jobs cut
    announced | empleados afectados | trabajadores afectados | despidos | empleados despedidos
    | trabajadores despedidos
    | postes supprimés | beabsichtigte entlassungen | geplante entlassungen | angezeigte entlassungen
    | wegfallende arbeitsplaetze | anzahl austritte | stellenwegfall
    | nombre de postes supprimés | suppressions de postes | emplois supprimés
    | salariés concernés |
    affected | impacted |
    lavoratori coinvolti
    | headcount cut | people impacted | number people impacted | number of people impacted | people affected
    | number of people affected | est impact | estimated impact | estimated number affected | number impacted
    | possible redundancies | number of possible redundancies | number of redundancies | redundancies
    | proposed redundancies | anzahl stellen | betroffene stellen | anzahl der stellen | anzahl der entlassungen
    | anzahl der betroffenen mitarbeiter | nombre de licenciements | licenciements | effectif concerné
    | liczba osób do zwolnienia | liczba zwolnień | liczba zwalnianych | liczba zwolnionych
    | liczba pracowników do zwolnienia | zwolnienia | işten çıkarılan sayısı | işten çıkarılan
    | işten çıkarılan çalışan sayısı | antal varslade | varslade | počet propuštěných | elbocsátottak száma | esuberi
    | numero di esuberi | licenziamenti | numero di licenziamenti | número de trabalhadores despedidos | despedimentos
    | aantal ontslagen | ontslagen | aantal banen | число уволенных | количество уволенных | сокращено | 削減人数
    | 人員削減数
    | 応募人数 | 募集人数 | 裁员人数 | 감원 인원
count 0.92: revised layoff
count 0.9: expected layoff
count 0.8: jobs | workers | num employees | number employees | job losses | jobs lost | jobs cut | stellen | number |
    impacted employees | employees impacted | anzahl beschaeftigte | total number of employees | positions
percent 0.95: percentage | percentage laid off | percent laid off | pct | pct laid off | prozent | percent best |
    percent of workforce | anteil | anteil der belegschaft | prozent der belegschaft | percent of staff | share of
    workforce | share of staff | percent of employees | percentage of workforce | percentage of staff | workforce
    share | anteil der mitarbeiter | anteil mitarbeiter | porcentaje
    | percent impacted | percent workforce impacted | percent of workforce impacted | percent workforce
    | percent staff | percent of headcount | percent headcount | percent affected | percent of employees laid off
    | anteil in percent | anteil percent | prozentsatz | anteil belegschaft
base 0.9: employed before | employees before | workforce before | belegschaft vorher | mitarbeiter vorher | company
    size before layoffs | company size before | headcount before | size before layoffs | belegschaft zuvor
    | number of employees at establishment | employees at establishment | employees at site | workforce at site
headcount 0.85: fte | ftes | vzae | vollzeitaequivalente | full time equivalents
headcount 0.85: company size after layoffs | company size after | headcount after | employees after | belegschaft
    nachher
amount 0.85: mrr amount | arr amount | annual value | annual contract value | vertragswert | jahreswert | betrag |
    contract value | award amount | euro | auftragswert | volumen | spend
    | contract amount | sum contract amount | total contract value | tcv | acv | deal value | contract total
    | maximum value | total value | auftragssumme | vertragssumme | einkaufsvolumen
amount 0.55: value | amount obligated total | total amount
currency 0.95: waehrung
    | reporting currency | contract currency | currency code | währungscode
population 0.9: personengruppe | worker type | workforce type | beschaeftigtengruppe
    | employee type | employment type | worker sub type | mitarbeitertyp | anstellungsart | beschaeftigungsart
    | type of worker | employment class
announced 0.95: announcement date | date announced | announced on | notice date | warn notice date | date of warn
    notice | warn date | date of notice | state notification date | notification date | bekanntgabedatum |
    angekuendigt | angekuendigt am | ankuendigung | ankuendigungsdatum | meldedatum | bekanntgegeben | warn dated |
    warn document date | announced date | date of announcement | datum der meldung | eingang der anzeige
    | anzeigedatum | datum der massenentlassungsanzeige | datum der anzeige | datum der
    ankuendigung | datum der bekanntgabe | notice dated | date notified | notified on | gemeldet am
    | announced at | announcement | date of hr1 | date hr1 received | notification received | notice issued
    | date issued | date of issue
announced 0.92: date of layoffs | date layoffs | date of layoff announcement
announced 0.9: date | datum | event date | tag | stichtag | as of | as of date | reporting date |
    berichtsdatum | snapshot date | notice received | notice received date | date notice received | fecha | fecha de
    anuncio | date d annonce | date annonce
    | fiscal year end | fiscal year ended | period end | period ending | period end date | fye | year end
    | quarter end | as at | tarih | duyuru tarihi | data zgłoszenia | data ogłoszenia | data publikacji
    | fecha del anuncio | fecha de comunicación | data annuncio | data dell annuncio | data do anúncio
    | datum aankondiging | datum oznámení | bejelentés dátuma | dátum | dato | päivämäärä | дата | дата объявления
    | 発表日 | 公表日 | 日付 | 公告日期 | 日期 | 날짜 | 발표일 | date de l annonce
announced 0.85: notice | quarter | quartal | month | monat | week | woche | kalenderwoche | zeitraum | q | qtr
announced 0.8: received date | date received | warn received | month posted | initial date reported | wfdd received
    date
announced 0.65: notification s received
effective 0.95: zeitraum der entlassungen | entlassungszeitraum | umsetzungszeitraum
    | effective date | date effective | effective from | layoff date | layoff dates | layoff date s | layoff
    start date | date layoff closure starts | impact date | separation date | wirksam | wirksam ab | wirksam zum |
    wirksam am | in kraft ab | lo cl date | first date of separation | date of layoff closure | effective date of
    layoff | date of layoff | layoff effective date | date of first separation | date of closure | closing date |
    closure date | first separation date | layoff closure date | planned date | expected layoff date |
    wirksamkeitsdatum | entlassungsdatum | schliessungsdatum
    | date of first proposed dismissal | first proposed dismissal | date of first dismissal | employment effect start
    | wirksamkeit | data zwolnienia | 実施日 | 退職日
effective 0.85: date start | begin date | start of layoffs | layoffs begin
until 0.95: effective until | layoff end date | wirksam bis | bis | umsetzung bis | umsetzungsende
source_published 0.9: published | publication date | date published | date posted | posted | veroeffentlicht |
    veroeffentlicht am | veroeffentlichungsdatum | erscheinungsdatum
source_accessed 0.9: accessed | date accessed | date added | added | retrieved | abgerufen | abgerufen am |
    hinzugefuegt am | erfasst am
source_url 0.9: url | link | source link | web link | quell url | quellenlink | source | sources | quelle | quellen |
    fpds link | notice url | detail page url | news url | notice link | pdf link | article url | link zum artikel |
    article | artikel | news link
source_publisher 0.85: publisher | publication | newspaper | zeitung | herausgeber | source name | source | sources |
    quelle | quellen
source_title 0.85: headline | article title | title of article | titel | schlagzeile
place 0.9: location | location hq | hq | headquarter | layoff locations | layoff location | locations | hq location |
    ville | ciudad | localidad | plaats | citta | comune |
    einsatzort | arbeitsort | niederlassung | city | ort | standort | stadt | headquarters | hauptsitz | site
    | hq city | headquarters city | billing city | site location | location of affected units
    | location of affected unit s | département | commune | localité | miejscowość | miasto | województwo | şehir | il
    | località | 所在地 | 本社所在地
place 0.75: location city | city name | city county | town | impacted site | gemeinde
place 0.55: county | county name | impacted site county | impacted site address | address | addressfull | country |
    land | state | region | bundesland | workforce area
unit 0.9: business unit | division | abteilung | bereich | einheit | geschaeftsbereich
reason 0.9: reasons | grund | gruende | cause | causes | begruendung | ursache | layoff reason
    | reason for redundancies | motif | motifs | motivo | przyczyna | przyczyny | neden | sebep | 理由
person 0.9: executive | person name | fuehrungskraft | leader
role 0.9: position | job title | rolle | funktion
notes 0.9: note | comment | comments | remark | remarks | notiz | notizen | bemerkung | bemerkungen | anmerkung |
    anmerkungen | kommentar | kommentare
notes 0.6: description | beschreibung | details
tags 0.9: tag list | labels | schlagworte | schlagwoerter | stichworte
status 0.9: claim status | confirmation | bestaetigung
external_id 0.85: id | hash id | notice id | iebs id | piid | event id | record id | kennung | lfd nr | award id |
    reference | referenz | aktenzeichen | record number | notice number | warn number | case number | notice no | warn
    no | warn id | laufende nummer | vorgangsnummer
    | ga warn id | warn notice id | hr1 reference | wd number | factsheet id
external_id 0.5: index | nr | row
start 0.9: started | start date | contract start | vertragsbeginn | beginn | begin | since | seit | von | startdatum |
    laufzeit ab | laufzeit von | gueltig ab | valid from | signed on | customer since | kunde seit | subscription
    start
    | agreement start date | contract start date | contract effective date
start 0.6: date signed
end 0.9: ended | end date | contract end | vertragsende | ende | enddatum | gekuendigt zum | laufzeit bis |
    kuendigungsdatum | gueltig bis | valid until | contract expiry | expiry date | expiration date | renewal end |
    churn date | churned on | cancelled on | canceled on | termination effective | date complete | completion date
    | contract end date | contract expiration date | agreement end date | renewal date
year 0.95: jahr | fiscal year | geschaeftsjahr | berichtsjahr
headcount 0.9: employees | number of employees | total employees | mitarbeiter | mitarbeiterzahl | belegschaft |
    beschaeftigte | anzahl der mitarbeiter | head count | workforce | ma | anzahl ma | mitarbeitende | anzahl
    mitarbeitende | mitarbeiteranzahl | personalbestand | personalstand | belegschaftsgroesse | kopfzahl
    | full time employees | fulltime employees | employee count | employees count | staff count | number of staff
    | koepfe | anzahl koepfe | headcounts | heads
    | total headcount | total number of employees worldwide | effectif | effectifs | effectif total
    | nombre d employés | nombre de salariés | dipendenti | numero dipendenti | numero di dipendenti
    | aantal medewerkers | aantal werknemers | antal anställda | antall ansatte | antal ansatte | número de empleados
    | empleados | plantilla | número de funcionários | liczba pracowników | zatrudnienie | çalışan sayısı
    | toplam çalışan | počet zaměstnanců | létszám | численность | численность персонала | 従業員数 | 員工人數
    | 员工人数 | 直接雇用者数
    | 직원수
employees_start 0.95: headcount start | opening headcount | employees beginning | mitarbeiter anfang | mitarbeiter
    jahresanfang | beschaeftigte jahresanfang | anfangsbestand
employees_end 0.95: headcount end | closing headcount | mitarbeiter ende | mitarbeiter jahresende | beschaeftigte
    jahresende | endbestand
hires 0.9: new hires | hired | hirings | einstellungen | neueinstellungen
layoffs 0.9: entlassungen | kuendigungen
hired 0.95: hire date | date of hire | date hired | hired on | entry date | joining date | date joined | join date |
    employment start date | eintrittsdatum | eintritt | einstellungsdatum
    | original hire date | most recent hire date | start of employment | beginn der beschaeftigung | date d entrée
    | date d embauche | fecha de alta | fecha de ingreso
left 0.95: termination date | date of termination | terminated on | leaving date | date left | exit date | last day
    worked | last working day | employment end date | austrittsdatum | austritt
    | letzter arbeitstag | last day of work | last day | termination effective date | separation effective date
    | date of leaving | date de sortie | fecha de baja
leaving_reason 0.95: termination reason | reason for leaving | leaving reason | reason for termination | exit reason |
    separation reason | austrittsgrund | kuendigungsgrund
    | termination category | termination type | primary termination reason | termination reason category
    | separation type | kuendigungsart | austrittsart | event reason | exit type | reason for exit | leave reason
    | motif de sortie | motivo de baja
aliases 0.9: alias | also known as | aka | other names | former names | weitere namen | auch bekannt als
parent 0.9: parent company | parent organization | ultimate parent | muttergesellschaft | konzernmutter |
    obergesellschaft
ignore 0.9: created date | create date | created on | created at | creation date | last activity | last activity date
    | last modified | last modified date | modified on | last updated | updated at | last contacted | last login | zip
    | zip code | zipcode | postal code | postcode | plz | postleitzahl | phone | phone number | fax | latitude
    | longitude | naics | naics code | sic | sic code | nace | nace code | fips | anlagedatum | angelegt am
    | geaendert am | letzte aenderung | letzte aktivitaet | foreseen end date | employment effect end
    | date of last proposed dismissal
    | last separation date | date of last separation
closure_flag 0.9: closure layoff | layoff closure | layoff or closure | closure or layoff | is closure | closure |
    closing | schliessung | standortschliessung
temporary_flag 0.9: temporary | is temporary | type of layoff | permanent or temporary | permanent or temporary layoff
    | befristet | voruebergehend
"""

__all__ = ["HEADER_WORDS"]
