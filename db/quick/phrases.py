"""Phrases by kind, as data: what people and papers call an event, in English and German.

One block per kind and per part of the first-named; phrases are separated by semicolons. A phrase is a regular
expression of lower-case words; a blank stands for any blanks, and `` … `` for up to 80 characters ("baut … ab" finds
"baut im Juli 200 Stellen ab"). Words in angle brackets are abbreviations, see :data:`SHORT`.

What is a phrase of two kinds belongs to the longer one. A phrase without a kind only keeps a shorter one from being
found in it.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Nouns for heads, as far as they tell the populations apart.
EMPLOYEES = (
    r"employees?|workers?|staff(?:ers)?|people|persons|jobs?|positions|roles|heads|headcount|workforce|"
    r"personnel|mitarbeiter(?:[:*]?innen|nde[nr]?|n)?|beschäftigten?|angestellten?|stellen|personen|leuten?|"
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
    "<with>": "(?: (?:with|for|mit|an|von|to))?",
}

#: (code of the kind, what the first-named is, phrases). The first-named is the organization unless said otherwise:
#: "actor": it is the counterparty of an ownership kind; "person"; "client" and "vendor": its side of a relationship.
KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "",
        "",
        r"""
        hiring freeze; einstellungsstopp; no layoffs?; keine entlassungen; kündigt an; laid out; risk of;
        leaves of absence; parental leaves?
        """,
    ),
    (
        "layoff",
        "",
        r"""
        lay-?offs?; laid off; lays off; lay off; laying off; (?:lay|lays|laid|laying) … off; job cuts?;
        staff cuts?; cuts? … <heads>; cutting … <heads>; sheds? … <heads>; axes … <heads>;
        slash(?:es|ed)? … <heads>; eliminat(?:es|ed|ing) … <heads>; redundanc(?:y|ies); made redundant;
        let(?:s|ting)? … go; fires; fired; firing; sack(?:s|ed|ing); dismiss(?:es|ed|als?);
        retrench(?:es|ed|ments?); reduction in force; workforce reduction; downsiz(?:es|ed|ing);
        entlass(?:en|ung|ungen|ungswelle); entläss?t; entließ(?:en)?; massenentlassung(?:en)?;
        (?:stellen|job|personal|arbeitsplatz)(?:abbau|abbaus|streichung|streichungen|kürzung|kürzungen);
        (?:baut|bauen|baute|bauten) … ab; (?:baut|bauen|baute|bauten) … <heads> ab;
        (?:lose|loses|lost) … jobs?; (?:verlieren|verloren) … (?:job|jobs|arbeitsplatz|arbeitsplätze|stelle);
        (?:streicht|streichen|strich|strichen|gestrichen) … <heads>;
        <heads> … gestrichen; <heads> … abgebaut; <heads> … abbauen; abbau von <heads>; <heads> … streichen;
        (?:kündigt|kündigen|kündigte|gekündigt) … <heads>; kündigungen; (?:setzt|setzte) … vor die tür;
        feuert(?:e)?; gefeuert; rif; (?:trennt|trennen|trennte) sich von … <heads>; entlassen
        """,
    ),
    (
        "resignation",
        "",
        r"""
        resignations?; voluntary departures?; quits en masse; eigenkündigung(?:en)?;
        (?:kündigen|kündigten) freiwillig; freiwillige abgänge; buyouts?
        """,
    ),
    (
        "other_separation",
        "",
        r"""
        other separations?; separations?; attrition; sonstige abgänge; abgänge; retirements?;
        (?:gehen|gingen) in rente; fluktuation
        """,
    ),
    (
        "hiring",
        "",
        r"""
        hir(?:es|ed|ing|e); recruit(?:s|ed|ing); adds … <employees>; new hires; (?:creates?|creating) … jobs;
        (?:stellt|stellen|stellte|stellten) … ein; einstellung(?:en)?; neueinstellung(?:en)?; eingestellt;
        (?:schafft|schaffen) … (?:stellen|jobs|arbeitsplätze)
        """,
    ),
    (
        "contractors_ended",
        "",
        r"""
        contractors ended; contractors? (?:cut|let go|laid off|terminated); ends contractors?;
        auftragnehmer beendet
        """,
    ),
    (
        "contractors_engaged",
        "",
        r"""
        contractors engaged; engag(?:es|ed|ing) … contractors;
        (?:beauftragt|verpflichtet) … (?:auftragnehmer|freelancer)
        """,
    ),
    (
        "transfer_in",
        "",
        r"""
        transfers? in; transferred in; zugänge; zugang durch übertragung
        """,
    ),
    (
        "transfer_out",
        "",
        r"""
        transfers? out; transferred to; spin-?offs?; ausgliederung; gliedert … aus
        """,
    ),
    (
        "site_closure",
        "",
        r"""
        site closures?; plant closures?; office closures?;
        clos(?:es|ed|ing) … (?:site|plant|office|factory|location|branch|werk|warehouse);
        shuts? … (?:site|plant|office|factory|warehouse);
        (?:schließt|schließen|schloss) … (?:werk|standort|büro|filiale|niederlassung|fabrik);
        (?:werks|standort|büro)schließung(?:en)?; shuts? down; shutting down
        """,
    ),
    (
        "furlough",
        "",
        r"""
        furloughs?; furloughed; kurzarbeit; zwangsurlaub
        """,
    ),
    (
        "reported_headcount",
        "",
        r"""
        (?:reported |total )?headcounts?; reported head count; employs; employed; workforce of; staff of;
        (?:has|had) … employees; beschäftigt(?:e)?; mitarbeiterzahl(?:en)?; personalbestand; personalstand;
        gemeldeter personalbestand; belegschaft von;
        (?:zählt|zählte|hat|hatte) … (?:mitarbeiter|beschäftigte|angestellte)
        """,
    ),
    (
        "reported_contingent_headcount",
        "",
        r"""
        (?:reported )?contingent headcount; reported contingent headcount; (?:has|had) … contractors;
        contractor headcount; (?:hat|hatte|zählt) … (?:auftragnehmer|freelancer)
        """,
    ),
    (
        "relationship_started",
        "",
        r"""
        relationship started; starts? <bond><with>; signs? … <bond><with>; signed … <bond><with>; partners with;
        partnership with; teams up with; (?:beginnt|beginnen|startet|starten) <its><bond><with>;
        (?:schließt|schloss) … (?:vertrag|partnerschaft) (?:mit)?
        """,
    ),
    (
        "relationship_started",
        "client",
        r"""
        becomes? (?:a )?(?:client|customer) of; hires … as (?:vendor|supplier); wird kunde(?: von| bei)?;
        beauftragt; selects; chooses; picks … as vendor
        """,
    ),
    (
        "relationship_started",
        "vendor",
        r"""
        wins; gewinnt; gewinnt … als kunden?; signs … as (?:a )?(?:client|customer);
        becomes? (?:a )?(?:vendor|supplier) (?:of|to|for); wird lieferant (?:von|für);
        lands … (?:contract|as client|as customer)
        """,
    ),
    (
        "relationship_expanded",
        "",
        r"""
        relationship expanded; (?:expands|expanded|extends|extended|deepens) <its><bond><with>;
        (?:erweitert|erweitern|vertieft|verlängert) <its><bond><with>; (?:baut|bauen) <its><bond> … aus
        """,
    ),
    (
        "relationship_seen_active",
        "",
        r"""
        seen active; still works with; works with; working with; still working with;
        continues (?:<bond>|to work)<with>; arbeite(?:t|n) (?:weiter(?:hin)? |noch )?mit
        """,
    ),
    (
        "relationship_seen_active",
        "client",
        r"""
        is (?:a )?(?:client|customer) of; ist kunde von; ist kunde bei; still uses; nutzt (?:weiter(?:hin)?|noch)
        """,
    ),
    (
        "relationship_seen_active",
        "vendor",
        r"""
        is (?:a )?(?:vendor|supplier) (?:of|to|for); ist lieferant (?:von|für); beliefert
        """,
    ),
    (
        "relationship_at_risk",
        "",
        r"""
        relationship at risk; at risk;
        (?:plans|considers|wants|weighs|threatens) (?:to )?(?:end|cut|ending|cutting) … (?:with|ties)(?: with)?;
        (?:considers|weighs) leaving; (?:plans|wants|threatens) to (?:leave|drop|split);
        (?:plans|considers|wants) to (?:split|cut ties) (?:with|from); auf der kippe; gefährdet; in gefahr;
        (?:erwägt|prüft|plant) <its><bond><with> … beenden;
        (?:erwägt|prüft|plant) … (?:beenden|ende|trennung); will … (?:beenden|trennen)
        """,
    ),
    (
        "relationship_reduced",
        "",
        r"""
        relationship reduced; (?:reduces|reduced|scales back|cuts back|scaled back) <its><bond><with>;
        (?:reduziert|verringert|kürzt) <its><bond><with>; (?:fährt|fahren) <its><bond> … zurück
        """,
    ),
    (
        "relationship_paused",
        "",
        r"""
        relationship paused; (?:pauses|paused|suspends|suspended|halts|halted) <its><bond><with>;
        (?:pausiert|pausieren) <its><bond><with>; (?:setzt|setzen) <its><bond> … aus; (?:legt|liegt) … auf eis;
        puts … on hold
        """,
    ),
    (
        "relationship_resumed",
        "",
        r"""
        relationship resumed; (?:resumes|resumed|restarts) <its><bond><with>;
        (?:nimmt|nehmen|nahm) <its><bond> … wieder auf; setzt <its><bond> … fort
        """,
    ),
    (
        "relationship_winding_down",
        "",
        r"""
        (?:relationship )?winding down; (?:winds|winding|wound|wind) down(?: <its><bond><with>)?;
        (?:phases|phasing|phased) out(?: <its><bond><with>)?; (?:lässt|lassen|ließ) … auslaufen;
        (?:läuft|lief|laufen) aus; (?:wickelt|wickeln) … ab
        """,
    ),
    (
        "relationship_ended",
        "",
        r"""
        relationship ended;
        (?:ends|ended|ending|terminates|terminated|cancels|canceled|cancelled|quits|stops|stopped) <its><bond><with>;
        (?:cuts?|severs?|severed) ties(?: with)?; parts? ways(?: with)?; parted ways(?: with)?;
        splits? (?:with|from); breaks? with; (?:beendet|beenden|beendete|beendeten) <its><bond><with>;
        <bond> … beendet; (?:kündigt|kündigen|kündigte) <its><bond><with>; ende der zusammenarbeit(?: mit)?;
        end of (?:the )?<bond><with>; (?:stellt|stellen) <its><bond> … ein;
        (?:trennt|trennen|trennte|trennten) sich(?: von)?; (?:bricht|brach) … mit
        """,
    ),
    (
        "relationship_ended",
        "client",
        r"""
        drops; dropped; leaves … as (?:a )?(?:client|customer); no longer (?:a )?(?:client|customer) of;
        (?:verlässt|verließ) … als kundin; (?:verlässt|verließ) … als kunde;
        kehrt … den rücken;
        ist nicht mehr kunde (?:von|bei)
        """,
    ),
    (
        "relationship_ended",
        "vendor",
        r"""
        los(?:es|t)(?: (?:client|customer))?; los(?:es|t) … as (?:a )?(?:client|customer);
        verliert(?: (?:den )?kunden?)?; verliert … als kunden?
        """,
    ),
    (
        "leadership_departure",
        "person",
        r"""
        leaves; left; leaving; (?:steps|stepped|stepping) (?:down|aside|back)(?: from)?; resigns(?: from)?;
        resigned(?: from)?; quits; quit; departs(?: from)?; departed; retires(?: from)?;
        (?:is |was )?ousted(?: from)?; exits; verlässt; verließ; verlassen; (?:tritt|trat) … zurück;
        zurückgetreten; (?:scheidet|schied) … aus; (?:hört|hörte) … auf; (?:legt|legte) … amt nieder; geht als
        """,
    ),
    (
        "leadership_departure",
        "",
        r"""
        leadership departure; departure of; resignation of; rücktritt von; abgang von;
        parts ways with its (?=ceo|cfo|coo|cto); fires (?:its )?(?=ceo|cfo|coo|cto);
        los(?:es|t) (?=ceo|cfo|coo|cto|chief); verliert (?=ceo|cfo|coo|cto|geschäftsführer)
        """,
    ),
    (
        "leadership_appointment",
        "person",
        r"""
        becomes(?= (?:\w+ ){0,2}(?:ceo|cfo|coo|cto|chief|chair|president|head))(?: the)?;
        (?:is |was )?(?:appointed|named)(?: as)?; takes over as; (?:is |was )?promoted to;
        wird(?= (?:\w+ ){0,2}(?:\S*-?ceo|cfo|coo|cto|chef\w*|geschäftsführer\w*|\w*vorstand\w*))(?: neuer| neue)?;
        (?:ist |wurde )?(?:ernannt|berufen); übernimmt als
        """,
    ),
    (
        "leadership_appointment",
        "",
        r"""
        leadership appointment; appoints; names; (?:ernennt|beruft|bestellt) … zu[mr]?; ernennt; beruft;
        hires … as; promotes; appointment of; ernennung von; berufung von
        """,
    ),
    (
        "stake_taken",
        "actor",
        r"""
        (?:takes|took|buys|bought|acquires|acquired) (?:an? )?(?:\w+ )?(?:minority |majority )?stake(?: in| of)?;
        (?:takes|buys|acquires) … stake(?: in| of)?; invests … in; invested … in; invests; invested;
        stake(?: in| of)?; investment in; (?:beteiligt|beteiligte) sich … an; (?:beteiligt|beteiligte) sich;
        (?:steigt|stieg|steigen) … ein(?: bei)?; (?:steigt|stieg) bei; einstieg bei; beteiligung an;
        investiert … in; investiert; stake taken
        """,
    ),
    (
        "acquisition",
        "actor",
        r"""
        acquir(?:es|ing|e); buys; bought; takes over; took over; (?:to )?buy; completes acquisition of; übernimmt;
        übernahm; kauft; kaufte; (?:kauft|kaufte) … auf
        """,
    ),
    (
        "acquisition",
        "",
        r"""
        acquisition(?: of)?; (?:is |was |been )?(?:acquired|bought|purchased|taken over)(?: by);
        übernahme(?: von)?; (?:wird|wurde) von … (?:übernommen|gekauft); (?:übernommen|gekauft)(?: von);
        takeover(?: of)?
        """,
    ),
    (
        "acquisition",
        "actor",
        r"""
        acquired; übernommen
        """,
    ),
    (
        "license_and_hire",
        "actor",
        r"""
        license[- ]and[- ]hires?; reverse acqui-?hires?; acqui-?hires?; hires (?:founders|team|staff) (?:of|from)
        """,
    ),
    (
        "restructuring",
        "",
        r"""
        restructur(?:es|ing|ed|e); reorgani[sz](?:es|ation|ing); umbau; restrukturierung; restrukturiert;
        strukturiert … um; umstrukturierung; reorganisation
        """,
    ),
    (
        "change_of_focus",
        "",
        r"""
        change of focus; pivots?(?: to)?; shifts? (?:its )?focus(?: to)?; refocus(?:es)?; strategiewechsel;
        neuausrichtung; richtet sich neu aus; neue ausrichtung
        """,
    ),
)
