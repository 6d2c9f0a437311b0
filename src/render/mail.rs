//! A letter as a message (RFC 5322): headers and body, encoded by the mail library.
//!
//! **Owns** the wording and which headers there are. **Refuses to know** how it is delivered. **Invariants**: the same
//! letter gives the same bytes; text from a repository stands in the subject and the body only, without control
//! characters, so that no title or owner can add a header; an automatic message says that it is one.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset};
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};

use super::feed::headline;
use super::{visible, words};
use crate::report::due::DueItem;
use crate::report::letter::Letter;

/// Longest title in a subject, in characters.
const LONGEST: usize = 80;

/// Whether this can be an address to write from or to.
///
/// # Errors
/// What is wrong with it.
pub fn address(text: &str) -> Result<(), String> {
    mailbox(text).map(drop)
}

fn mailbox(text: &str) -> Result<Mailbox, String> {
    if text.chars().any(visible::acts) {
        return Err(format!("`{}` holds a control character", visible::line(text)));
    }
    text.parse::<Mailbox>().map_err(|fault| format!("`{}` is no mail address: {fault}", visible::line(text)))
}

/// The message's bytes, lines ending in CR LF.
///
/// # Errors
/// When an address is none.
pub fn message(letter: &Letter) -> Result<Vec<u8>, String> {
    let (from, to) = (mailbox(&letter.from)?, mailbox(&letter.to)?);
    let domain = from.email.domain().to_owned();
    let part = SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(body(letter));
    let message = Message::builder()
        .date(moment(letter.at))
        .from(from)
        .to(to)
        .subject(subject(letter))
        .message_id(Some(format!("<{}@{domain}>", letter.id)))
        .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(raw("List-Id", format!("Contract reminders <reminders.clm.{domain}>")))
        .singlepart(part)
        .map_err(|fault| fault.to_string())?;
    Ok(message.formatted())
}

/// The message as part of an mbox: a separator line, and lines that could be taken for one quoted.
#[must_use]
pub fn mbox(letter: &Letter, message: &[u8]) -> String {
    let day = letter.at.to_utc().format("%a %b %e %H:%M:%S %Y");
    let mut out = format!("From clm@localhost {day}\n");
    for line in String::from_utf8_lossy(message).replace("\r\n", "\n").lines() {
        if line.trim_start_matches('>').starts_with("From ") {
            out.push('>');
        }
        out.push_str(line);
        out.push('\n');
    }
    out.push('\n');
    out
}

/// What it is about, in a line.
#[must_use]
pub fn subject(letter: &Letter) -> String {
    match letter.items.as_slice() {
        [one] => {
            let title: String = visible::line(&one.title).chars().take(LONGEST).collect();
            format!(
                "{}: {title}",
                one.date.map_or_else(|| "No date".to_owned(), |date| format!("{date} {}", headline(one)))
            )
        }
        items => {
            let first = items.iter().find_map(|item| item.date).map(|date| format!(", the first on {date}"));
            let count = words::count(items.len(), "contract date");
            format!("{count} until {}{}", letter.until, first.unwrap_or_default())
        }
    }
}

/// The text a person reads.
#[must_use]
pub fn body(letter: &Letter) -> String {
    let whose = visible::line(&letter.organisation);
    let mut out = format!("What needs somebody until {} in the contracts of {whose}", letter.until);
    let approves = letter.items.iter().any(|item| item.what == "approval");
    out.push_str(match (letter.is_owner, approves) {
        (true, false) => " that are yours:\n",
        (true, true) => " that are yours or wait for your approval:\n",
        (false, _) => " that have no owner:\n",
    });
    for item in &letter.items {
        out.push_str(&entry(item));
    }
    out.push_str("\n-- \nWritten by `clm remind`. `clm due --explain` gives all reasons.\n");
    out
}

fn entry(item: &DueItem) -> String {
    let when = match (item.date, item.days) {
        (Some(date), Some(days)) => format!("{date} ({})", words::days(days)),
        _ => "No date".to_owned(),
    };
    let mut out = format!("\n{when}: {}\n    {}, {}\n", headline(item), visible::line(&item.title), item.id);
    if let Some(why) = reason(item) {
        out.push_str(&format!("    Why: {}\n", visible::line(why)));
    }
    for turn in turns(item) {
        out.push_str(&format!("    {}\n", visible::line(turn)));
    }
    out.push_str(&format!("    Look: clm show {}\n", item.id));
    out
}

/// Of what is out for signature: whom it waits for since when, and who signs after that.
fn turns(item: &DueItem) -> impl Iterator<Item = &String> {
    let told = |why: &&String| why.starts_with("It has waited for ") || why.starts_with("Signs after that: ");
    item.why.iter().filter(move |why| item.what == "sign-by" && told(why))
}

/// The one sentence that says most: of a notice what happens without it, of all others the first.
fn reason(item: &DueItem) -> Option<&String> {
    let consequence =
        || item.why.iter().find(|why| why.starts_with("Without notice ") || why.starts_with("A later notice "));
    let told = if item.what == "notice" { consequence() } else { None };
    told.or(item.why.first())
}

fn raw(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

fn moment(at: DateTime<FixedOffset>) -> SystemTime {
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::{address, mbox, message};
    use crate::report::due::DueItem;
    use crate::report::letter::Letter;

    fn letter(title: &str, organisation: &str, items: usize) -> Letter {
        let item = DueItem {
            id: "nda-7k2m9qxt".into(),
            title: title.into(),
            what: "notice".into(),
            date: "2026-12-01".parse().ok(),
            days: Some(7),
            why: vec!["Period 1 runs.".into(), "Without notice the contract renews on 2027-03-01.".into()],
            subject: None,
            owner: None,
            repository: None,
        };
        Letter {
            to: "astrid@northwind.example".into(),
            is_owner: true,
            from: "Kontrakter på Nord <clm@northwind.example>".into(),
            organisation: organisation.into(),
            at: DateTime::parse_from_rfc3339("2026-11-24T07:00:00+01:00").unwrap(),
            until: "2026-12-24".parse().unwrap(),
            id: "0123456789abcdef".into(),
            items: vec![item; items],
        }
    }

    fn headers(bytes: &[u8]) -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap().to_owned();
        head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).map(str::to_owned).collect()
    }

    #[test]
    fn a_message_has_its_headers_once_and_is_ascii() {
        let bytes = message(&letter("Søknad om leie", "Nordvind Æ AS", 1)).unwrap();
        assert!(bytes.is_ascii());
        let names: Vec<String> =
            headers(&bytes).iter().map(|line| line.split(':').next().unwrap().to_ascii_lowercase()).collect();
        let mut sorted = names.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), names.len(), "{names:?}");
        for name in [
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "auto-submitted",
            "list-id",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
        ] {
            assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
        }
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains("Date: Tue, 24 Nov 2026 06:00:00 +0000\r\n"), "{text}");
        assert!(text.contains("Message-ID: <0123456789abcdef@northwind.example>\r\n"), "{text}");
        assert!(text.contains("Without notice the contract renews on 2027-03-01."), "{text}");
        assert!(text.split("\r\n").all(|line| line.len() <= 998) && !text.replace("\r\n", "").contains('\n'));
        assert_eq!(message(&letter("Søknad om leie", "Nordvind Æ AS", 1)).unwrap(), bytes);
    }

    #[test]
    fn no_title_and_no_organisation_adds_a_header_or_a_part() {
        for evil in [
            "x\r\nBcc: all@evil.example",
            "x\nBcc: all@evil.example",
            "x\rBcc: all@evil.example",
            "x\r\n\r\nBcc: in the body",
            "\u{2028}Bcc: a@evil.example",
            "\u{85}Bcc: a@evil.example",
            "=?utf-8?q?x=0D=0ABcc:_all@evil.example?=",
            ".\r\nMAIL FROM:<x@evil.example>",
            "\0",
            "\u{202e}gnp.exe",
        ] {
            for items in [1, 2] {
                let bytes = message(&letter(evil, evil, items)).unwrap();
                let good = headers(&message(&letter("x", "x", items)).unwrap());
                let found = headers(&bytes);
                assert_eq!(found.len(), good.len(), "{evil:?}: {found:?}");
                assert!(!found.iter().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{evil:?}");
                assert!(!String::from_utf8_lossy(&bytes).contains("\r\n.\r\n"), "{evil:?}");
            }
        }
    }

    #[test]
    fn an_address_is_one_address() {
        for good in ["a@b.example", "A B <a@b.example>", "Ærlig Øst <a@b.example>"] {
            assert_eq!(address(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "a@b.example, c@d.example",
            "a@b.example\r\nBcc: c@d.example",
            "x\n <a@b.example>",
            "<a@b.example",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_mbox_has_one_separator_a_message() {
        let letter = letter("x", "x", 1);
        let text = mbox(&letter, b"Subject: x\r\n\r\nFrom here\r\n>From there\r\n");
        assert_eq!(text, "From clm@localhost Tue Nov 24 06:00:00 2026\nSubject: x\n\n>From here\n>>From there\n\n");
    }
}
