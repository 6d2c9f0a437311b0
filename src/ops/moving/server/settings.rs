//! The git settings a server that takes pushes relies on.

use crate::error::Result;
use crate::store::Store;

/// One setting.
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What is written where the present value will not do.
    pub value: &'static str,
    /// What it is for, after "so that".
    pub purpose: &'static str,
    /// Whether a value will do.
    suits: fn(&str) -> bool,
}

/// All settings, as they are looked at.
pub const SETTINGS: [Setting; 8] = [
    Setting {
        name: "receive.fsckObjects",
        value: "true",
        purpose: "malformed objects are refused when they are pushed",
        suits: is_on,
    },
    Setting {
        name: "transfer.fsckObjects",
        value: "true",
        purpose: "malformed objects are refused whichever way they come",
        suits: is_on,
    },
    Setting {
        name: "receive.denyNonFastForwards",
        value: "true",
        purpose: "nothing that was taken is taken back by a forced push",
        suits: is_on,
    },
    Setting { name: "receive.denyDeletes", value: "true", purpose: "no branch is deleted by a push", suits: is_on },
    Setting {
        name: "receive.shallowUpdate",
        value: "false",
        purpose: "no history with its beginning cut off is taken",
        suits: is_off,
    },
    Setting { name: "receive.maxInputSize", value: "512m", purpose: "no push fills the disk", suits: is_size },
    Setting {
        name: "core.logAllRefUpdates",
        value: "always",
        purpose: "every move of the branch is logged",
        suits: is_logged,
    },
    Setting { name: "gc.reflogExpire", value: "never", purpose: "that log is kept", suits: is_never },
];

impl Setting {
    /// The present value.
    pub fn present(&self, store: &Store) -> Result<Option<String>> {
        Ok(store.setting(self.name)?)
    }

    /// Whether a present value will do.
    pub fn holds(&self, present: Option<&str>) -> bool {
        match present {
            Some(value) => (self.suits)(value.trim()),
            // Git's own default.
            None => self.name == "receive.shallowUpdate",
        }
    }
}

fn is_on(value: &str) -> bool {
    ["true", "yes", "on"].iter().any(|word| value.eq_ignore_ascii_case(word)) || number(value).is_some_and(|n| n > 0)
}

fn is_off(value: &str) -> bool {
    ["", "false", "no", "off"].iter().any(|word| value.eq_ignore_ascii_case(word)) || number(value) == Some(0)
}

/// Zero means no limit.
fn is_size(value: &str) -> bool {
    number(value).is_some_and(|bytes| bytes > 0)
}

fn is_logged(value: &str) -> bool {
    value.eq_ignore_ascii_case("always") || is_on(value)
}

fn is_never(value: &str) -> bool {
    value.eq_ignore_ascii_case("never") || is_off(value) && !value.is_empty()
}

/// A number as git writes it, with `k`, `m` or `g`.
fn number(value: &str) -> Option<u64> {
    let digits = value.trim_end_matches(['k', 'K', 'm', 'M', 'g', 'G']);
    if value.len() > digits.len() + 1 {
        return None;
    }
    let unit = match value.get(digits.len()..)?.to_ascii_lowercase().as_str() {
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        _ => 1,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::SETTINGS;

    #[test]
    fn a_value_will_do_or_not() {
        for (name, value, good) in [
            ("receive.fsckObjects", Some("true"), true),
            ("receive.fsckObjects", Some("Yes"), true),
            ("receive.fsckObjects", Some("1"), true),
            ("receive.fsckObjects", Some("false"), false),
            ("receive.fsckObjects", Some(""), false),
            ("receive.fsckObjects", Some("0"), false),
            ("receive.fsckObjects", Some("truly"), false),
            ("receive.fsckObjects", None, false),
            ("receive.denyDeletes", None, false),
            ("receive.shallowUpdate", None, true),
            ("receive.shallowUpdate", Some("false"), true),
            ("receive.shallowUpdate", Some("true"), false),
            ("receive.maxInputSize", Some("0"), false),
            ("receive.maxInputSize", Some("2g"), true),
            ("receive.maxInputSize", Some("104857600"), true),
            ("receive.maxInputSize", Some("2gg"), false),
            ("receive.maxInputSize", Some("-1"), false),
            ("receive.maxInputSize", None, false),
            ("core.logAllRefUpdates", Some("always"), true),
            ("core.logAllRefUpdates", Some("true"), true),
            ("core.logAllRefUpdates", Some("false"), false),
            ("gc.reflogExpire", Some("never"), true),
            ("gc.reflogExpire", Some("90.days"), false),
            ("gc.reflogExpire", None, false),
        ] {
            let setting = SETTINGS.iter().find(|setting| setting.name == name).unwrap();
            assert_eq!(setting.holds(value), good, "{name} = {value:?}");
        }
        assert!(SETTINGS.iter().all(|setting| setting.holds(Some(setting.value))));
    }
}
