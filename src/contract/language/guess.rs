//! Which language a text is in, told by its commonest words.
//!
//! **Owns** a guess among the languages clm stems, for texts that come without the fact. **Refuses to know** where the
//! text comes from. **Invariants**: no answer is better than a wrong one: too few known words, or two languages close to
//! each other, answer nothing; a language that was named is never overruled here.

/// The commonest words of contracts that tell languages apart, lower case. A word of several languages speaks for each,
/// the less the more they are.
const WORDS: [(&str, &str); 5] = [
    (
        "en",
        "the of and to in is for that by this with be or as on shall not it any from which are between party \
         agreement will such at has",
    ),
    (
        "nb",
        "og i det er på som til av for med at en ikke den har de fra skal ved kan eller etter om dette være \
         mellom partene avtalen å hvis dersom blir også henhold oppsigelse ut hver når",
    ),
    (
        "sv",
        "och i det är på som till av för med att en inte den har de från skall ska vid kan eller efter om \
         detta vara mellan parterna avtalet enligt uppsägning ej när",
    ),
    (
        "da",
        "og i det er på som til af for med at en ikke den har de fra skal ved kan eller efter om dette være \
         mellem parterne aftalen hvis henhold opsigelse også ud hver når bliver",
    ),
    (
        "de",
        "und in der die das ist von zu den mit für nicht dem des ein eine auf als auch bei nach oder wird \
         werden kann durch zwischen vertrag parteien sich im vom zur dieser kündigung",
    ),
];

/// So many words of a text are looked at.
const LOOKED_AT: usize = 5_000;
/// What a word says, in parts that every number of languages up to five divides.
const WHOLE: usize = 120;
/// So many of them must be known, or the text is too short to tell.
const FEWEST: usize = 12;

/// The language of a text as contracts name it (`nb`), where that is plain.
#[must_use]
pub fn guess(text: &str) -> Option<&'static str> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take(LOOKED_AT).map(str::to_lowercase).collect();
    let speaks = |language: &(&str, &str), word: &str| language.1.split(' ').any(|known| known == word);
    let known: Vec<&String> = words.iter().filter(|word| WORDS.iter().any(|one| speaks(one, word))).collect();
    // A word of several languages says little; one of a single language says most.
    let score = |language: &(&str, &str)| {
        let own = known.iter().filter(|word| speaks(language, word));
        own.map(|word| WHOLE / WORDS.iter().filter(|one| speaks(one, word)).count().max(1)).sum::<usize>()
    };
    let mut ranked: Vec<(usize, &(&str, &str))> = WORDS.iter().map(|language| (score(language), language)).collect();
    ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let [(best, language), (second, _), ..] = ranked.as_slice() else { return None };
    let foreign = known.iter().filter(|word| !speaks(language, word)).count();
    let enough = known.len() >= FEWEST && known.len() * 8 >= words.len();
    (enough && best * 4 >= second * 5 && foreign * 4 <= known.len()).then_some(language.0)
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn contracts_tell_their_language() {
        for (language, text) in [
            (
                "en",
                "This agreement is made between the parties. Either party may end it by notice to the other, and it is not \
                    renewed unless the parties agree in writing.",
            ),
            (
                "nb",
                "Denne avtalen er inngått mellom partene. Hver av partene kan si opp avtalen etter skriftlig varsel, og den \
                    blir ikke fornyet dersom det ikke er avtalt. Det er ikke lov å overdra den.",
            ),
            (
                "sv",
                "Detta avtal är ingånget mellan parterna. Parterna kan säga upp avtalet efter skriftlig uppsägning och det \
                    förlängs inte om det inte är avtalat. För detta avtal gäller svensk lag enligt vad som är avtalat.",
            ),
            (
                "da",
                "Denne aftale er indgået mellem parterne. Hver af parterne kan opsige aftalen efter skriftligt varsel, og \
                    den bliver ikke fornyet, hvis det ikke er aftalt af parterne. Opsigelse skal ske til den anden.",
            ),
            (
                "de",
                "Dieser Vertrag wird zwischen den Parteien geschlossen. Die Kündigung ist schriftlich zu erklären und wird \
                    mit dem Zugang wirksam, die Frist richtet sich nach dem Gesetz.",
            ),
        ] {
            assert_eq!(guess(text), Some(language), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_not_guessed() {
        for text in ["", "Leverandøravtale", "1 2 3 § % NOK 100", "Acme AS and Northwind AS", "og og og og", "αβγ δεζ"]
        {
            assert_eq!(guess(text), None, "{text}");
        }
        let bilingual = "the of and to in is og det er på av ikke the of and to in is og det er på av ikke etter å";
        assert_eq!(guess(bilingual), None);
    }
}
