//! Names in the tree: which are safe anywhere, and how a title becomes one.

use unicode_normalization::UnicodeNormalization as _;

use super::id::ContractId;
use super::problem::quoted;

/// Longest name of one file or folder, in bytes.
const LONGEST: usize = 200;

/// Longest slug; with a dash and eight characters it makes a folder's name.
const LONGEST_SLUG: usize = 60;

/// Whether this may be the name of one file or folder: lower-case ASCII letters, digits, `-`, `_` and `.`, not starting
/// with a dot, 200 bytes at most.
#[must_use]
pub fn is_safe_name(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(known) && !name.starts_with('.')
}

/// Whether this is a relative path of [safe names](is_safe_name) with `/` between.
#[must_use]
pub fn is_safe_path(path: &str) -> bool {
    path.len() <= 4096 && path.split('/').all(is_safe_name)
}

/// Whether this may name a workspace: a lower-case letter, then letters, digits and `-`, 40 at most.
#[must_use]
pub fn is_workspace_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// A name that a calendar of business days may have: that of its file without `.toml`, as strict as a workspace's.
///
/// # Errors
/// A sentence that says what was expected.
pub fn calendar_name(text: &str) -> Result<String, String> {
    if is_workspace_name(text) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "{} is not a calendar's name such as `no`: a lower-case letter, then letters, digits and `-`",
        quoted(text)
    ))
}

/// A title as a safe name of 60 bytes at most: letters without their accents, everything else a single dash. `contract`
/// when nothing is left.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for character in title.nfkd().flat_map(char::to_lowercase).flat_map(|c| c.nfkd().collect::<Vec<_>>()) {
        if slug.len() >= LONGEST_SLUG {
            break;
        }
        match character {
            plain if plain.is_ascii_alphanumeric() => slug.push(plain),
            accent if unicode_normalization::char::is_combining_mark(accent) => {}
            '\'' | '’' => {}
            '&' => slug.push_str(if slug.is_empty() || slug.ends_with('-') { "and-" } else { "-and-" }),
            other => match transliterated(other) {
                Some(letters) => slug.push_str(letters),
                None if slug.is_empty() || slug.ends_with('-') => {}
                None => slug.push('-'),
            },
        }
    }
    slug.truncate(LONGEST_SLUG);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "contract".to_owned() } else { slug.to_owned() }
}

/// The folder of a contract: its slug, a dash and the eight characters of its id.
#[must_use]
pub fn folder_name(title: &str, id: &ContractId) -> String {
    format!("{}-{}", slug(title), id.suffix())
}

/// Latin letters that do not decompose into a plain letter and an accent.
fn transliterated(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ß' => "ss",
        'ð' | 'đ' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ĸ' => "k",
        'ŋ' => "n",
        'ŧ' => "t",
        'ə' => "e",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{folder_name, is_safe_name, is_safe_path, is_workspace_name, slug};

    #[test]
    fn titles_become_slugs() {
        for (title, expected) in [
            ("Mutual NDA with Acme AS", "mutual-nda-with-acme-as"),
            ("Ærlig & Søn – Kjøpsavtale (2026)", "aerlig-and-son-kjopsavtale-2026"),
            ("Straße Œuvre Łódź İstanbul", "strasse-oeuvre-lodz-istanbul"),
            ("  --O'Brien’s--  ", "obriens"),
            ("A & B", "a-and-b"),
            ("株式会社", "contract"),
            ("", "contract"),
            ("../../etc/passwd", "etc-passwd"),
        ] {
            assert_eq!(slug(title), expected, "{title}");
        }
        assert_eq!(folder_name("Acme NDA", &"nda-7k2m9qxt".parse().unwrap()), "acme-nda-7k2m9qxt");
    }

    #[test]
    fn unsafe_names_are_refused() {
        let long = "x".repeat(201);
        for wrong in
            ["", ".", "..", ".git", "a/b", "a\\b", "A", "å", "a b", "a\0", "a:b", "git~1", "-\n", long.as_str()]
        {
            assert!(!is_safe_name(wrong), "{wrong}");
        }
        for wrong in ["", "/a", "a/", "a//b", "a/../b", "a/.b"] {
            assert!(!is_safe_path(wrong), "{wrong}");
        }
        for wrong in ["", "1a", "-a", "a-", "a.b", "a_b", "HR", ".clm", "a/b", &"x".repeat(41)] {
            assert!(!is_workspace_name(wrong), "{wrong}");
        }
        assert!(
            is_safe_name("2026-11-01_a.b") && is_safe_path("sales/contracts/2026-11") && is_workspace_name("sales-eu2")
        );
    }

    proptest! {
        #[test]
        fn every_slug_is_a_safe_name(title in any::<String>()) {
            let slug = slug(&title);
            assert!(is_safe_name(&slug) && slug.len() <= 60 && !slug.contains("--"), "{slug}");
        }
    }
}
