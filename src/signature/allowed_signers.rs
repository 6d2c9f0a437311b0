//! The allowed-signers file that `ssh-keygen -Y verify` and git read, generated from what clm knows.
//!
//! ssh-keygen skips a bad line silently and takes wildcards in names, so lines are written from checked parts only, and
//! a strict reader proves that what was written says what was meant. The reader takes clm's own lines (options may be
//! missing), not everything OpenSSH takes: no wildcards, no lists of principals, no certificates.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDateTime, Timelike as _, Utc};

use super::key::{KeyError, PublicKey};
use super::principal::{Principal, PrincipalError};

/// Times as ssh-keygen reads them; without the `Z` it would take them as local.
const TIME: &str = "%Y%m%d%H%M%SZ";

/// One line: a signer, a key, and what for and when it is good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Who.
    pub principal: Principal,
    /// For which namespaces; a line without any is good for every one, and clm writes no such line.
    pub namespaces: Vec<String>,
    /// From when, in whole seconds, inclusive.
    pub from: Option<DateTime<Utc>>,
    /// Until when, in whole seconds, inclusive as ssh-keygen has it.
    pub until: Option<DateTime<Utc>>,
    /// The key.
    pub key: PublicKey,
}

/// A line that is not one of clm's own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct LineError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: LineFault,
}

/// What can be wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// Neither comment nor entry.
    #[error("expected `name options ssh-ed25519 AAAA…`")]
    Shape,
    /// The name.
    #[error(transparent)]
    Principal(#[from] PrincipalError),
    /// An option nobody writes here.
    #[error("unknown option `{0}`")]
    UnknownOption(String),
    /// One option twice.
    #[error("the option `{0}` stands there twice")]
    RepeatedOption(String),
    /// A value without quotes, or one that cannot be.
    #[error("the option `{0}` has a wrong value")]
    OptionValue(String),
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl Entry {
    /// Whether the line lets its key speak for `principal` in `namespace` at a time.
    #[must_use]
    pub fn permits(&self, principal: &Principal, namespace: &str, at: DateTime<Utc>) -> bool {
        self.principal == *principal
            && (self.namespaces.is_empty() || self.namespaces.iter().any(|name| name == namespace))
            && self.from.is_none_or(|from| from <= at)
            && self.until.is_none_or(|until| at <= until)
    }

    /// The line without its line end.
    fn line(&self) -> String {
        let mut options = Vec::new();
        if !self.namespaces.is_empty() {
            options.push(format!("namespaces=\"{}\"", self.namespaces.join(",")));
        }
        options.extend(self.from.map(|from| format!("valid-after=\"{}\"", from.format(TIME))));
        options.extend(self.until.map(|until| format!("valid-before=\"{}\"", until.format(TIME))));
        let gap = if options.is_empty() { "" } else { " " };
        format!("{} {}{gap}{}", self.principal, options.join(","), self.key)
    }
}

/// Writes the file: the comment lines, then one line an entry in the given order.
///
/// # Errors
/// When what was written would not be read back as the same entries (a namespace with a quote, a fraction of a second).
pub fn generate(comment: &str, entries: &[Entry]) -> Result<String, LineError> {
    let mut text = String::new();
    for line in comment.lines() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# {line}");
    }
    let comments = text.lines().count();
    for entry in entries {
        text.push_str(&entry.line());
        text.push('\n');
    }
    let read = parse(&text)?;
    match read.iter().zip(entries).position(|(read, meant)| read != meant) {
        None if read.len() == entries.len() => Ok(text),
        place => {
            let line = comments.saturating_add(place.unwrap_or(read.len())).saturating_add(1);
            Err(LineError { line, fault: LineFault::Shape })
        }
    }
}

/// Reads a file of such lines; comments and empty lines are passed over.
///
/// # Errors
/// The first line that is anything else: the whole file is then refused.
pub fn parse(text: &str) -> Result<Vec<Entry>, LineError> {
    let mut entries = Vec::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        if !line.is_empty() && !line.starts_with('#') {
            entries.push(entry(line).map_err(|fault| LineError { line: number, fault })?);
        }
    }
    Ok(entries)
}

fn entry(line: &str) -> Result<Entry, LineFault> {
    let (name, rest) = line.split_once(' ').ok_or(LineFault::Shape)?;
    let principal = name.parse()?;
    let (options, key) = match rest.split_once(' ') {
        Some((options, key)) if options.contains('=') && !options.starts_with("ssh-") => (options, key),
        _ => ("", rest),
    };
    let key = PublicKey::from_line(key)?;
    let mut entry = Entry { principal, namespaces: Vec::new(), from: None, until: None, key };
    let mut seen = Vec::new();
    let mut left = options;
    while !left.is_empty() {
        let (name, value, rest) = option(left)?;
        if seen.contains(&name) {
            return Err(LineFault::RepeatedOption(name.to_owned()));
        }
        seen.push(name);
        set(&mut entry, name, value)?;
        left = rest;
    }
    Ok(entry)
}

/// The first `name="value"` and what follows its comma.
fn option(text: &str) -> Result<(&str, &str, &str), LineFault> {
    let (name, rest) = text.split_once("=\"").ok_or(LineFault::Shape)?;
    let wrong = || LineFault::OptionValue(name.to_owned());
    let (value, rest) = rest.split_once('"').ok_or_else(wrong)?;
    if rest.is_empty() {
        return Ok((name, value, rest));
    }
    let rest = rest.strip_prefix(',').filter(|rest| !rest.is_empty()).ok_or_else(wrong)?;
    Ok((name, value, rest))
}

fn set(entry: &mut Entry, name: &str, value: &str) -> Result<(), LineFault> {
    let wrong = || LineFault::OptionValue(name.to_owned());
    match name {
        "namespaces" => {
            entry.namespaces = value.split(',').map(str::to_owned).collect();
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@');
            if entry.namespaces.iter().any(|name| name.is_empty() || !name.bytes().all(plain)) {
                return Err(wrong());
            }
        }
        "valid-after" => entry.from = Some(time(value).ok_or_else(wrong)?),
        "valid-before" => entry.until = Some(time(value).ok_or_else(wrong)?),
        _ => return Err(LineFault::UnknownOption(name.chars().take(60).collect())),
    }
    Ok(())
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    let time = NaiveDateTime::parse_from_str(text, TIME).ok()?.and_utc();
    (text.len() == 15 && time.nanosecond() == 0 && time.format(TIME).to_string() == text).then_some(time)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Entry, LineError, LineFault, generate, parse};
    use crate::signature::testing::Hand;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn kari() -> Entry {
        Entry {
            principal: "kari@acme.example".parse().unwrap(),
            namespaces: vec!["git".to_owned(), "clm-statement-v1".to_owned()],
            from: Some(at("2026-01-02T03:04:05Z")),
            until: Some(at("2027-01-02T03:04:05Z")),
            key: Hand::new(7).public(),
        }
    }

    #[test]
    fn a_line_is_what_ssh_keygen_reads() {
        let text = generate("Generated.", &[kari()]).unwrap();
        let expected = format!(
            "# Generated.\nkari@acme.example namespaces=\"git,clm-statement-v1\",valid-after=\"20260102030405Z\",\
             valid-before=\"20270102030405Z\" {}\n",
            Hand::new(7).public()
        );
        assert_eq!(text, expected);
        let bare = Entry { namespaces: Vec::new(), from: None, until: None, ..kari() };
        assert_eq!(generate("", &[bare]).unwrap(), format!("kari@acme.example {}\n", Hand::new(7).public()));
    }

    #[test]
    fn a_line_permits_exactly_what_it_says() {
        let (entry, ola) = (kari(), "ola@acme.example".parse().unwrap());
        let inside = at("2026-06-01T00:00:00Z");
        assert!(entry.permits(&entry.principal, "git", inside));
        assert!(entry.permits(&entry.principal, "git", at("2027-01-02T03:04:05Z")), "inclusive, as ssh-keygen has it");
        assert!(!entry.permits(&ola, "git", inside));
        assert!(!entry.permits(&entry.principal, "file", inside));
        assert!(!entry.permits(&entry.principal, "git", at("2026-01-02T03:04:04Z")));
        assert!(!entry.permits(&entry.principal, "git", at("2027-01-02T03:04:06Z")));
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        for namespaces in [vec!["git,file"], vec!["a\""], vec![""], vec!["a b"], vec!["*"], vec!["a\nb"]] {
            let namespaces = namespaces.into_iter().map(str::to_owned).collect();
            assert!(generate("", &[Entry { namespaces, ..kari() }]).is_err());
        }
        let fraction = kari().from.map(|from| from + TimeDelta::milliseconds(1));
        assert!(generate("", &[kari(), Entry { from: fraction, ..kari() }]).is_err());
        assert!(generate("", &[Entry { until: Some(DateTime::<Utc>::MAX_UTC), ..kari() }]).is_err());
    }

    #[test]
    fn a_line_of_another_shape_refuses_the_file() {
        let key = Hand::new(7).public();
        let good = generate("", &[kari()]).unwrap();
        for line in [
            format!("* {key}"),
            format!("*@acme.example {key}"),
            format!("kari@acme.example,ola@acme.example {key}"),
            format!("\"kari@acme.example\" {key}"),
            format!("!kari@acme.example {key}"),
            format!(" kari@acme.example {key}"),
            format!("kari@acme.example\t{key}"),
            format!("kari@acme.example  {key}"),
            format!("kari@acme.example cert-authority {key}"),
            format!("kari@acme.example namespaces=git {key}"),
            format!("kari@acme.example namespaces=\"\" {key}"),
            format!("kari@acme.example namespaces=\"git {key}"),
            format!("kari@acme.example namespaces=\"git\", {key}"),
            format!("kari@acme.example namespaces=\"git\" valid-after=\"20260101000000Z\" {key}"),
            format!("kari@acme.example namespaces=\"git\",namespaces=\"git\" {key}"),
            format!("kari@acme.example namespaces=\"git\",touch=\"no\" {key}"),
            format!("kari@acme.example valid-after=\"20260101\" {key}"),
            format!("kari@acme.example valid-after=\"20260101000000\" {key}"),
            format!("kari@acme.example valid-after=\"20261301000000Z\" {key}"),
            format!("kari@acme.example valid-after=\"20260101000060Z\" {key}"),
            format!("kari@acme.example valid-after=\"2026-01-01\" {key}"),
            format!("kari@acme.example {}", &key.to_string()[..60]),
            "kari@acme.example ssh-rsa AAAA".to_owned(),
            "kari@acme.example".to_owned(),
            format!("kari@acme.example {key}\r"),
            " ".to_owned(),
        ] {
            let text = format!("{good}{line}\n");
            assert_eq!(parse(&text).map_err(|error| error.line), Err(2), "{line:?}");
        }
        assert_eq!(
            parse("kari@acme.example ssh-rsa AAAA\n")
                .map_err(|LineError { fault, .. }| matches!(fault, LineFault::Key(_))),
            Err(true)
        );
    }

    proptest! {
        #[test]
        fn lines_come_back(
            seed in any::<u8>(),
            name in "[a-z0-9][a-z0-9_+-]{0,8}@[a-z0-9]{1,8}",
            namespaces in proptest::collection::vec("[a-z0-9@.-]{1,12}", 0..3),
            from in proptest::option::of(0..4_000_000_000_i64),
            until in proptest::option::of(0..4_000_000_000_i64),
        ) {
            let time = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap();
            let principal = name.parse().unwrap();
            let key = Hand::new(seed).public();
            let entry = Entry { principal, namespaces, from: from.map(time), until: until.map(time), key };
            let text = generate("a\nb", std::slice::from_ref(&entry)).unwrap();
            prop_assert_eq!(parse(&text).unwrap(), vec![entry]);
        }
    }
}
