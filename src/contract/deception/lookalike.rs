//! Letters of other scripts that pass for Latin ones, and what they pass for.
//!
//! A hand-picked part of Unicode's `confusables.txt` (UTS 39): letters that an attentive reader of a usual typeface
//! cannot tell apart. Letters that merely remind of others are left out, so that words of one language stay words.

/// The Latin letter or digit that `character` is taken for.
pub(super) fn latin(character: char) -> Option<char> {
    let pair = |from: &str, to: &str| {
        from.chars().zip(to.chars()).find(|(other, _)| *other == character).map(|(_, latin)| latin)
    };
    match character {
        '\u{370}'..='\u{3ff}' => pair("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικϲϹϳͿ", "ABEZHIKMNOPTYXavopuikcCjJ"),
        '\u{400}'..='\u{52f}' => pair("АВЕЅІЈКМНОРСТУХЬаеорсухѕіјһԁԛԝҮүԌѴѵӀӏ", "ABESIJKMHOPCTYXbaeopcyxsijhdqwYyGVvIl"),
        '\u{531}'..='\u{587}' => pair("ՍՕօսոհցզ", "UOounhgq"),
        '\u{13a0}'..='\u{13f4}' => pair("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ", "ABCDEHJKLMPRSTVWZ"),
        _ => None,
    }
}

/// How a name looks: look-alikes replaced, case and spaces levelled.
pub(super) fn skeleton(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let seen = name.nfkc().filter(|c| !super::characters::refused(*c));
    let mut skeleton = String::new();
    for word in seen.collect::<String>().split_whitespace() {
        for character in word.chars() {
            let latin = latin(character).unwrap_or(character);
            // 0/O and 1/l/I are one sign in many typefaces; `rn` and `m` are left alone.
            let levelled = match latin {
                '0' => 'o',
                '1' | 'I' | 'l' | '|' => 'i',
                other => other,
            };
            skeleton.extend(levelled.to_lowercase());
        }
        skeleton.push(' ');
    }
    skeleton
}
