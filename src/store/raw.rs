//! Commits read from their raw bytes: leniently for walking, strictly before anybody believes a signature.

use chrono::{DateTime, FixedOffset, TimeZone as _};

use super::id::{CommitId, ObjectId};

/// What walking needs of a commit.
#[derive(Clone, Debug)]
pub(super) struct Links {
    pub(super) tree: ObjectId,
    pub(super) parents: Vec<CommitId>,
    /// Seconds since 1970, as the committer claims.
    pub(super) time: i64,
}

/// A name with its address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// As written in the commit.
    pub name: String,
    /// As written between `<` and `>`.
    pub email: String,
}

/// What a commit's signature covers, and the signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// The commit without its signature header: the bytes that were signed.
    pub payload: Vec<u8>,
    /// The armoured signature, each line ended by LF.
    pub armour: String,
}

/// The header lines and the message of a commit.
pub(super) fn split(raw: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memmem::find(raw, b"\n\n") {
        Some(at) => (raw.get(..=at).unwrap_or(raw), raw.get(at + 2..).unwrap_or_default()),
        None => (raw, b""),
    }
}

/// Reads tree, parents and time; whatever else the commit holds is not judged here.
pub(super) fn links(raw: &[u8]) -> Option<Links> {
    let (mut tree, mut parents, mut time) = (None, Vec::new(), None);
    for line in split(raw).0.split(|b| *b == b'\n') {
        let line = std::str::from_utf8(line).unwrap_or_default();
        match line.split_once(' ') {
            Some(("tree", id)) if tree.is_none() => tree = Some(id.parse().ok()?),
            Some(("parent", id)) => parents.push(id.parse().ok()?),
            Some(("committer", who)) if time.is_none() => {
                time = who.rsplit(' ').nth(1).and_then(|seconds| seconds.parse().ok());
            }
            _ => {}
        }
    }
    Some(Links { tree: tree?, parents, time: time.unwrap_or(0) })
}

/// Author or committer with the moment claimed.
pub(super) fn person(raw: &[u8], header: &str) -> Option<(Person, DateTime<FixedOffset>)> {
    let prefix = format!("{header} ");
    let line = split(raw).0.split(|b| *b == b'\n').find_map(|line| line.strip_prefix(prefix.as_bytes()))?;
    read_person(&String::from_utf8_lossy(line))
}

fn read_person(line: &str) -> Option<(Person, DateTime<FixedOffset>)> {
    let (name, rest) = line.split_once('<')?;
    let (email, when) = rest.split_once("> ")?;
    let (seconds, zone) = when.split_once(' ')?;
    let person = Person { name: name.trim_end().to_owned(), email: email.to_owned() };
    let zone = zone.bytes().next().filter(|sign| matches!(sign, b'+' | b'-')).zip(zone.get(1..)).and_then(
        |(sign, digits)| {
            let minutes = digits.get(..2)?.parse::<i32>().ok()? * 60 + digits.get(2..4)?.parse::<i32>().ok()?;
            FixedOffset::east_opt(if sign == b'-' { -minutes * 60 } else { minutes * 60 })
        },
    )?;
    Some((person, zone.timestamp_opt(seconds.parse().ok()?, 0).single()?))
}

/// Subject, and the trailers of the last paragraph.
pub(super) fn message(raw: &[u8]) -> (String, String, Vec<(String, String)>) {
    let text = String::from_utf8_lossy(split(raw).1).into_owned();
    let subject = text.lines().next().unwrap_or_default().to_owned();
    let last = text.trim_end().rsplit_once("\n\n").map_or("", |(_, last)| last);
    let trailers: Option<Vec<_>> = last
        .lines()
        .map(|line| {
            let (key, value) = line.split_once(": ")?;
            let good = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            good.then(|| (key.to_owned(), value.trim().to_owned()))
        })
        .collect();
    (subject, text, trailers.unwrap_or_default())
}

/// Splits a commit into what was signed and the signature, or says which rule of the strict grammar it breaks: one
/// tree, any parents, one author, one committer, at most one `gpgsig`, in that order and nothing else; UTF-8 without
/// NUL. `Ok(None)` is a well-formed commit without a signature.
pub(super) fn signed_parts(raw: &[u8]) -> Result<Option<Signed>, &'static str> {
    let text = std::str::from_utf8(raw).map_err(|_| "it is not UTF-8")?;
    if text.contains('\0') {
        return Err("it contains a NUL");
    }
    let (header, message) = text.split_once("\n\n").ok_or("header and message are not separated")?;
    let mut lines = header.split('\n').peekable();
    let id = |line: Option<&str>, key: &str| {
        line.and_then(|line| line.strip_prefix(key)).is_some_and(|hex| hex.parse::<ObjectId>().is_ok())
    };
    if !id(lines.next(), "tree ") {
        return Err("it does not begin with one tree");
    }
    while lines.peek().is_some_and(|line| line.starts_with("parent ")) {
        if !id(lines.next(), "parent ") {
            return Err("a parent is no object name");
        }
    }
    for (key, why) in [("author ", "it has no well-formed author"), ("committer ", "it has no well-formed committer")] {
        let person = lines.next().and_then(|line| line.strip_prefix(key)).filter(|who| strict_person(who));
        person.ok_or(why)?;
    }
    let Some(first) = lines.next() else { return Ok(None) };
    let mut armour = first.strip_prefix("gpgsig ").ok_or("it has a header that clm does not know")?.to_owned() + "\n";
    for line in lines {
        armour.push_str(line.strip_prefix(' ').ok_or("it has a second header after the signature")?);
        armour.push('\n');
    }
    let start = header.find("\ngpgsig ").ok_or("its signature cannot be located")?;
    let unsigned = header.get(..start).unwrap_or_default();
    Ok(Some(Signed { payload: format!("{unsigned}\n\n{message}").into_bytes(), armour }))
}

/// One pair of angle brackets and a canonical time.
fn strict_person(who: &str) -> bool {
    let Some((person, when)) = read_person(who) else { return false };
    let canonical = format!("{} <{}> {} {}", person.name, person.email, when.timestamp(), when.format("%z"));
    !person.name.is_empty() && !person.email.contains(['<', '>']) && !person.name.contains('>') && canonical == who
}

#[cfg(test)]
mod tests {
    use super::{message, signed_parts};

    const HEAD: &str = "tree e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\nparent e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n\
                        author A B <a@b.example> 1700000000 +0100\ncommitter A B <a@b.example> 1700000000 +0100\n";

    #[test]
    fn the_payload_is_the_commit_without_its_signature() {
        let raw = format!("{HEAD}gpgsig -----BEGIN\n abc\n -----END\n\nsubject\n\nbody\n");
        let signed = signed_parts(raw.as_bytes()).unwrap().unwrap();
        assert_eq!(signed.payload, format!("{HEAD}\nsubject\n\nbody\n").into_bytes());
        assert_eq!(signed.armour, "-----BEGIN\nabc\n-----END\n");
        assert_eq!(signed_parts(format!("{HEAD}\nsubject\n").as_bytes()), Ok(None));
    }

    #[test]
    fn a_commit_outside_the_grammar_has_no_signature() {
        let tree = "tree e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n";
        for wrong in [
            String::new(),
            "tree x\n\nm".to_owned(),
            format!("{tree}{HEAD}\nm"),
            format!("{HEAD}encoding latin1\n\nm"),
            format!("{HEAD}gpgsig a\ngpgsig b\n\nm"),
            format!("{HEAD}gpgsig a\nmergetag b\n\nm"),
            format!("{HEAD}gpgsig-sha256 a\n\nm"),
            format!("{HEAD}\nm\0"),
            HEAD.replace("author", "auteur") + "\nm",
            HEAD.replace("+0100", "+01:00") + "\nm",
            HEAD.replace("A B <", "A B  <") + "\nm",
            HEAD.replace("A B <", "A > B <") + "\nm",
            HEAD.replace("author A B <a@b.example> 1700000000 +0100\n", "") + "\nm",
            HEAD.to_owned(),
        ] {
            assert!(signed_parts(wrong.as_bytes()).is_err(), "{wrong:?}");
        }
        assert!(signed_parts(&[HEAD.as_bytes(), b"\n\xff"].concat()).is_err());
    }

    #[test]
    fn trailers_are_the_last_paragraph_only() {
        let (subject, _, trailers) =
            message(format!("{HEAD}\ns\n\nA: b\n\nClm-Act: sign\nClm-Actor: x y\n").as_bytes());
        assert_eq!(subject, "s");
        assert_eq!(trailers, [("Clm-Act".into(), "sign".into()), ("Clm-Actor".into(), "x y".into())]);
        assert!(message(format!("{HEAD}\nClm-Act: sign\n").as_bytes()).2.is_empty());
    }
}
