//! The one table of keys: name, what it holds, who may set it, which variable outranks the files, and what it is for.

use crate::contract::problem::nearest;

/// What a key holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number from the first to the second.
    Number(u32, u32),
    /// One line of text.
    Text,
    /// A query, as `list` takes it.
    Query,
    /// A folder, by its whole path or from `~/`.
    Folder,
    /// A command line for `sh`, as git's own `core.editor` and `core.pager` are.
    ShellLine,
    /// A program with its arguments: a list, or a string that is split as a shell would, without running one.
    Program,
}

/// Who may set a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Repository, user and system.
    Anywhere,
    /// Only the user and the system, for this reason.
    Person(&'static str),
}

/// One key, or all keys of a form: `*` stands for a name of the user's choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    /// Such as `due.days` or `query.*`.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What holds when nobody set it, as it would be typed; empty for nothing.
    pub default: &'static str,
    /// Who may set it.
    pub reach: Reach,
    /// The environment variable that outranks every file.
    pub variable: Option<&'static str>,
    /// What it is for, in one line.
    pub about: &'static str,
}

const PROGRAM: Reach = Reach::Person("a repository may not name a program to run");
const TERMINAL: Reach = Reach::Person("how your terminal looks is not for a repository to say");
const MAIL: Reach = Reach::Person("whom your machine writes to and as is not for a repository to say");
const ELSEWHERE: Reach = Reach::Person("which other repositories you have is not for a repository to say");
const SWITCH: &[&str] = &["auto", "always", "never"];

/// All keys, in the order in which they are listed.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    Key { name: "color", holds: Holds::Word(SWITCH), default: "auto", reach: TERMINAL, variable: Some("CLM_COLOR"), about: "when to use colour: auto, always or never" },
    Key { name: "hyperlinks", holds: Holds::Word(SWITCH), default: "auto", reach: TERMINAL, variable: Some("CLM_HYPERLINKS"), about: "when ids link to their files: auto (on terminals known to show links), always (on any terminal) or never" },
    Key { name: "hints", holds: Holds::Flag, default: "true", reach: Reach::Anywhere, variable: None, about: "whether `next:` lines name what can be done now" },
    Key { name: "pager", holds: Holds::ShellLine, default: "", reach: PROGRAM, variable: Some("CLM_PAGER"), about: "what shows answers longer than the screen; git's pager when unset, `cat` for none" },
    Key { name: "editor", holds: Holds::ShellLine, default: "", reach: PROGRAM, variable: Some("CLM_EDITOR"), about: "what `edit` opens texts in; git's editor when unset" },
    Key { name: "due.days", holds: Holds::Number(0, 36_525), default: "30", reach: Reach::Anywhere, variable: None, about: "how many days `due` looks ahead without --days" },
    Key { name: "mail.from", holds: Holds::Text, default: "", reach: MAIL, variable: None, about: "whom `remind` writes as: an address, or NAME <ADDRESS>; your own address when unset" },
    Key { name: "mail.fallback", holds: Holds::Text, default: "", reach: MAIL, variable: None, about: "where `remind` writes about contracts without owner" },
    Key { name: "mail.sendmail", holds: Holds::Program, default: "", reach: PROGRAM, variable: None, about: "what `remind --to sendmail` gives each message to on stdin, such as `/usr/sbin/sendmail -t -oi` or `msmtp -t`" },
    Key { name: "mail.smtp", holds: Holds::Text, default: "", reach: MAIL, variable: None, about: "the relay `remind --to smtp` speaks to, HOST or HOST:PORT, unencrypted: one of this machine or house; in builds with the feature `smtp`" },
    Key { name: "mail.timeout", holds: Holds::Number(1, 3_600), default: "60", reach: MAIL, variable: None, about: "how many seconds that program or relay may take for a message" },
    Key { name: "query.*", holds: Holds::Query, default: "", reach: Reach::Anywhere, variable: None, about: "a saved query: `@NAME` stands for it in list, search and due" },
    Key { name: "repository.*", holds: Holds::Folder, default: "", reach: ELSEWHERE, variable: None, about: "the folder of a repository of yours: `-C NAME` opens it, and `--everywhere` asks all that are listed" },
    Key { name: "events.on-*", holds: Holds::Program, default: "", reach: PROGRAM, variable: None, about: "what is run after an act, with clm.event/1 on its stdin: on-sign, on-new, on-any …; see `clm man events`" },
];

impl Key {
    /// Whether a full name is this key, or one of its form.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        match self.name.split_once('*') {
            None => self.name == name,
            Some((before, after)) => {
                name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).is_some_and(is_own_name)
            }
        }
    }

    /// Whether names of the user's choice fall under it.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.name.contains('*')
    }
}

/// A name of the user's choice: lower-case letters, digits, `-` and `_`, a letter first, 40 at most.
fn is_own_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    name.len() <= 40
        && bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
}

/// The key a full name belongs to.
#[must_use]
pub fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.is(name))
}

/// The name that was probably meant.
#[must_use]
pub fn nearest_key(name: &str) -> Option<String> {
    let last = |key: &Key| key.name.rsplit_once('.').map_or(key.name, |(_, last)| last);
    let by_last = || KEYS.iter().find(|key| !key.is_form() && last(key) == name).map(|key| key.name.to_owned());
    nearest(name, KEYS.iter().map(|key| key.name)).or_else(by_last)
}

/// The first words of all keys: the tables and keys that stand outermost in a file.
#[must_use]
pub fn first_words() -> Vec<&'static str> {
    let mut words: Vec<&str> = KEYS.iter().map(|key| key.name.split('.').next().unwrap_or_default()).collect();
    words.dedup();
    words
}
