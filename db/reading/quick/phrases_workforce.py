"""What people and papers call a layoff, a hiring and every other event of a workforce: see ``quick.phrases``."""

from __future__ import annotations

PHRASES: tuple[tuple[str, str, str], ...] = (
    (
        "",
        "",
        r"""
        hiring freeze; einstellungsstopp; no layoffs?; keine entlassungen; kündigt an; laid out; risk of;
        leaves of absence; parental leaves?;
        (?:belegschaft|workforce|staff|headcount) (?:of|von|bei|at) … <shrinks>;
        (?:belegschaft|workforce|staff|headcount) <shrinks>
        """,
    ),
    (
        "layoff",
        "",
        r"""
        lay-?offs?; laid off; lays off; lay off; laying off; (?:lay|lays|laid|laying) … off; job cuts?;
        staff cuts?; cuts? … <heads>; cutting … <heads>; sheds? … <heads>; (?:axes?|axed|axing) … <heads>;
        <heads> … to go(?! (?:on|to|back|into|public|abroad|home|through)); <heads> to be (?:cut|axed|lost|eliminated);
        slash(?:es|ed)? … <heads>; eliminat(?:es|ed|ing) … <heads>; redundanc(?:y|ies); made redundant;
        let(?:s|ting)? … go; fires; fired; firing; sack(?:s|ed|ing); dismiss(?:es|ed|als?);
        retrench(?:es|ed|ments?); reduction in force; workforce reduction; downsiz(?:es|ed|ing);
        entlass(?:en|ung|ungen|ungswelle); entläss?t; entließ(?:en)?; massenentlassung(?:en)?;
        (?:stellen|job|personal|arbeitsplatz)(?:abbau|abbaus|streichung|streichungen|kürzung|kürzungen);
        (?:baut|bauen|baute|bauten) … ab; (?:baut|bauen|baute|bauten) … <heads> ab;
        (?:lose|loses|lost) … jobs?; (?:verlieren|verloren) … (?:job|jobs|arbeitsplatz|arbeitsplätze|stelle);
        (?:streicht|streichen|strich|strichen|gestrichen) … <heads>;
        <heads> … gestrichen; <heads> … abgebaut; <heads> … abbauen; abbau von … <heads>;
        <heads> … (?:fallen|fällt|fielen) … weg; (?:fallen|fällt|fielen) … <heads> … weg;
        <heads> … wegfallen; <heads> weniger(?! als); <heads> weg; (?:gehen|gingen) … <heads> … verloren;
        wegfall von … <heads>; <heads> müssen … gehen; <heads> must go; <heads> … streichen;
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
)
