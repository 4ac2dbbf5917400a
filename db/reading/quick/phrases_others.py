"""What people and papers call events of relationships, leaders, owners and strategy: see ``quick.phrases``."""

from __future__ import annotations

PHRASES: tuple[tuple[str, str, str], ...] = (
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
        relationship expanded; (?:expands|expanded|extends|extended|deepens|renews|renewed) <its><bond><with>;
        <bond> with … (?:extended|renewed|expanded);
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
        (?:läuft|lief|laufen) … aus; (?:wickelt|wickeln) … ab
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
        (?:trennt|trennen|trennte|trennten) sich(?: von)?; (?:bricht|brach) … mit;
        (?:no longer works?|stops? working|stopped working) with; arbeite(?:t|n) nicht (?:mehr|länger) mit
        """,
    ),
    (
        "relationship_ended",
        "client",
        r"""
        no longer uses; nutzt … nicht mehr;
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
        parts ways with its <its><role>; (?:fires|ousts|ousted|sacks|dismisses|removes|replaces) <its><role>;
        los(?:es|t) <its><role>; verliert <its><role>; (?:feuert|entlässt|entlassen) <its><role>
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
        leadership appointment; (?:hires|taps|appoints|names|holt|gewinnt|bekommt) (?:an? |einen? )?<its><new><role>;
        (?:neue[rn]?|new) <role>; appoints; names; (?:ernennt|beruft|bestellt) … zu[mr]?; ernennt; beruft;
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
