//! The words of the pages, in every language there is.
//!
//! A table has one row a phrase and one column a language, so a language that lacks a phrase does not compile.
//! **Invariant**: no phrase promises more than a simple electronic signature.

mod form;
mod terms;

pub(super) use form::{Form, Script};
pub(super) use terms::Terms;

/// Makes a struct of phrases and its five values from rows of `name: en, nb, sv, da, de;`.
macro_rules! phrases {
    ($(#[$about:meta])* $name:ident { $($key:ident: $en:literal, $nb:literal, $sv:literal, $da:literal, $de:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug, serde::Serialize)]
        pub(in crate::page) struct $name {
            $(pub(in crate::page) $key: &'static str,)+
        }

        impl $name {
            /// The phrases of one language.
            pub(in crate::page) fn of(language: $crate::contract::language::Language) -> &'static Self {
                use $crate::contract::language::Language;
                static ENGLISH: $name = $name { $($key: $en,)+ };
                static NORWEGIAN: $name = $name { $($key: $nb,)+ };
                static SWEDISH: $name = $name { $($key: $sv,)+ };
                static DANISH: $name = $name { $($key: $da,)+ };
                static GERMAN: $name = $name { $($key: $de,)+ };
                match language {
                    Language::English => &ENGLISH,
                    Language::Norwegian => &NORWEGIAN,
                    Language::Swedish => &SWEDISH,
                    Language::Danish => &DANISH,
                    Language::German => &GERMAN,
                }
            }

            /// Every phrase with its name.
            #[cfg(test)]
            pub(in crate::page) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($key), self.$key),)+]
            }
        }
    };
}
pub(in crate::page) use phrases;

/// Puts values into the places `{name}` of a phrase.
pub(super) fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut rest = phrase;
    let mut filled = String::with_capacity(phrase.len());
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        filled.push_str(values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;
