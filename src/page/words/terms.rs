//! The words of the key terms and around the text.

use super::phrases;

phrases! {
    /// Labels of the key terms.
    Terms {
        key_terms: "Key terms", "Hovedpunkter", "Huvudpunkter", "Hovedpunkter", "Eckdaten";
        title: "Title", "Tittel", "Titel", "Titel", "Titel";
        number: "Contract", "Avtalenummer", "Avtalsnummer", "Aftalenummer", "Vertragsnummer";
        party: "Party", "Part", "Part", "Part", "Partei";
        register: "registration number {number}", "organisasjonsnummer {number}", "organisationsnummer {number}", "registreringsnummer {number}", "Registernummer {number}";
        signatories: "Signed for {party} by", "Signeres for {party} av", "Undertecknas för {party} av", "Underskrives for {party} af", "Unterschrift für {party} durch";
        rule: "Who must sign for {party}", "Hvem som må signere for {party}", "Vem som måste underteckna för {party}", "Hvem der skal underskrive for {party}", "Wer für {party} unterschreiben muss";
        any: "any {count} of them", "{count} av dem", "{count} av dem", "{count} af dem", "{count} von ihnen";
        order: "as number {number}", "som nummer {number}", "som nummer {number}", "som nummer {number}", "an {number}. Stelle";
        groups: "group: {groups}", "gruppe: {groups}", "grupp: {groups}", "gruppe: {groups}", "Gruppe: {groups}";
        kind: "Kind", "Type", "Typ", "Type", "Art";
        language: "Language", "Språk", "Språk", "Sprog", "Sprache";
        law: "Governing law", "Lovvalg", "Tillämplig lag", "Lovvalg", "Anwendbares Recht";
        form: "Form the law asks for", "Form loven krever", "Form som lagen kräver", "Form loven kræver", "Gesetzliche Form";
        written: "in writing, on paper", "skriftlig, på papir", "skriftligt, på papper", "skriftligt, på papir", "schriftlich, auf Papier";
        qualified: "qualified electronic signature", "kvalifisert elektronisk signatur", "kvalificerad elektronisk underskrift", "kvalificeret elektronisk signatur", "qualifizierte elektronische Signatur";
        start: "Starts", "Starter", "Börjar", "Begynder", "Beginn";
        length: "First period", "Første periode", "Första perioden", "Første periode", "Erste Laufzeit";
        end: "Last day", "Siste dag", "Sista dagen", "Sidste dag", "Letzter Tag";
        renews: "Renews for", "Fornyes for", "Förlängs med", "Fornyes for", "Verlängerung um";
        by_option: "only when someone asks for it", "bare når noen ber om det", "endast när någon begär det", "kun når nogen beder om det", "nur wenn jemand sie verlangt";
        by_silence: "by itself, unless notice is given", "av seg selv, om ingen sier opp", "av sig självt, om ingen säger upp", "af sig selv, hvis ingen opsiger", "von selbst, wenn niemand kündigt";
        at_most: "at most {count} times", "høyst {count} ganger", "högst {count} gånger", "højst {count} gange", "höchstens {count}-mal";
        notice: "Notice", "Oppsigelsestid", "Uppsägningstid", "Opsigelsesvarsel", "Kündigungsfrist";
        renewal_notice: "Notice in renewed periods", "Oppsigelsestid i fornyede perioder", "Uppsägningstid i förlängda perioder", "Opsigelsesvarsel i fornyede perioder", "Kündigungsfrist nach Verlängerung";
        notice_ends: "Notice takes effect", "Oppsigelse får virkning", "Uppsägning får verkan", "Opsigelse får virkning", "Kündigung wirkt";
        month_end: "at the end of a month", "ved utgangen av en måned", "vid utgången av en månad", "ved udgangen af en måned", "zum Monatsende";
        quarter_end: "at the end of a quarter", "ved utgangen av et kvartal", "vid utgången av ett kvartal", "ved udgangen af et kvartal", "zum Quartalsende";
        half_year_end: "at the end of a half-year", "ved utgangen av et halvår", "vid utgången av ett halvår", "ved udgangen af et halvår", "zum Halbjahresende";
        year_end: "at the end of a year", "ved utgangen av et år", "vid utgången av ett år", "ved udgangen af et år", "zum Jahresende";
        evergreen: "Runs until notice", "Løper til den sies opp", "Löper tills det sägs upp", "Løber indtil opsigelse", "Läuft bis zur Kündigung";
        yes: "yes", "ja", "ja", "ja", "ja";
        late_notice: "Late notice", "For sen oppsigelse", "För sen uppsägning", "For sen opsigelse", "Verspätete Kündigung";
        late_refused: "has no effect", "har ingen virkning", "har ingen verkan", "har ingen virkning", "ist wirkungslos";
        counting: "Counting of notice", "Beregning av oppsigelsestid", "Beräkning av uppsägningstid", "Beregning af varsel", "Zählung der Frist";
        from_end: "back from the last day", "tilbake fra siste dag", "bakåt från sista dagen", "tilbage fra sidste dag", "rückwärts vom letzten Tag";
        clear_days: "clear days between", "hele dager imellom", "hela dagar emellan", "hele dage imellem", "volle Tage dazwischen";
        delivery: "Days of delivery of a notice", "Dager en oppsigelse er underveis", "Dagar en uppsägning är på väg", "Dage en opsigelse er undervejs", "Zustelltage einer Kündigung";
        survives: "Duties outlive the end by", "Plikter varer etter utløpet i", "Skyldigheter gäller efter slutet i", "Pligter varer efter ophør i", "Pflichten gelten nach Ende für";
        calendar: "Calendar of business days", "Kalender for virkedager", "Kalender för arbetsdagar", "Kalender for hverdage", "Kalender der Werktage";
        value: "Value", "Verdi", "Värde", "Værdi", "Wert";
        once: "once", "én gang", "en gång", "én gang", "einmalig";
        per_month: "a month", "per måned", "per månad", "pr. måned", "pro Monat";
        per_quarter: "a quarter", "per kvartal", "per kvartal", "pr. kvartal", "pro Quartal";
        per_year: "a year", "per år", "per år", "pr. år", "pro Jahr";
        obligation: "Obligation", "Forpliktelse", "Åtagande", "Forpligtelse", "Verpflichtung";
        due: "due {day}", "forfaller {day}", "förfaller {day}", "forfalder {day}", "fällig am {day}";
        every: "then every {span}", "deretter hver {span}", "därefter varje {span}", "derefter hver {span}", "danach alle {span}";
        amends: "Amends", "Endrer", "Ändrar", "Ændrer", "Ändert";
        renews_contract: "Continues", "Viderefører", "Fortsätter", "Viderefører", "Führt fort";
        supersedes: "Replaces", "Erstatter", "Ersätter", "Erstatter", "Ersetzt";
        under: "Made under", "Inngått under", "Ingånget under", "Indgået under", "Geschlossen unter";
        effective: "from {day}", "fra {day}", "från {day}", "fra {day}", "ab {day}";
        revision: "revision", "revisjon", "revision", "revision", "Fassung";
        day: "day", "dag", "dag", "dag", "Tag";
        days: "days", "dager", "dagar", "dage", "Tage";
        week: "week", "uke", "vecka", "uge", "Woche";
        weeks: "weeks", "uker", "veckor", "uger", "Wochen";
        month: "month", "måned", "månad", "måned", "Monat";
        months: "months", "måneder", "månader", "måneder", "Monate";
        year: "year", "år", "år", "år", "Jahr";
        years: "years", "år", "år", "år", "Jahre";
        annex: "Annex", "Vedlegg", "Bilaga", "Bilag", "Anlage";
        annex_beside: "This annex is part of the agreement and is sent beside this page. Compare the file you received by its size and SHA-256.", "Dette vedlegget er en del av avtalen og sendes ved siden av denne siden. Sammenlign filen du fikk med størrelsen og SHA-256.", "Denna bilaga är en del av avtalet och skickas bredvid denna sida. Jämför filen du fick med storleken och SHA-256.", "Dette bilag er en del af aftalen og sendes ved siden af denne side. Sammenlign filen, du fik, med størrelsen og SHA-256.", "Diese Anlage ist Teil des Vertrags und liegt dieser Seite bei. Vergleichen Sie die erhaltene Datei anhand von Größe und SHA-256.";
        bytes: "Size in bytes", "Størrelse i byte", "Storlek i byte", "Størrelse i byte", "Größe in Bytes";
        image: "image", "bilde", "bild", "billede", "Bild";
        table: "Table", "Tabell", "Tabell", "Tabel", "Tabelle";
    }
}
