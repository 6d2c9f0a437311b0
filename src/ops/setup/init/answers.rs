//! What `init` asks, and whether an answer can stand in `clm.toml`, in the policy and in a commit.

use toml_edit::{DocumentMut, Table, value};

use crate::contract::organisation::{FORMAT, Organisation};
use crate::contract::problem::{Problem, quoted};
use crate::error::{Error, Kind, Result};
use crate::signature::principal::Principal;

/// Whose repository it is, and who founds it. As typed.
#[derive(Debug, Clone, Copy)]
pub struct Answers<'a> {
    /// Legal name of the organisation.
    pub org: &'a str,
    /// The founder's name.
    pub name: &'a str,
    /// The founder's address.
    pub email: &'a str,
    /// What the founder signs as.
    pub title: Option<&'a str>,
    /// The first workspace.
    pub workspace: &'a str,
    /// An IANA zone.
    pub time_zone: &'a str,
}

/// One thing asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Question {
    Org,
    Name,
    Email,
    Title,
    Workspace,
    TimeZone,
}

impl Question {
    const ALL: [Self; 6] = [Self::Org, Self::Name, Self::Email, Self::Title, Self::Workspace, Self::TimeZone];

    /// The flag that answers it.
    #[must_use]
    pub const fn flag(self) -> &'static str {
        match self {
            Self::Org => "--org",
            Self::Name => "--name",
            Self::Email => "--email",
            Self::Title => "--title",
            Self::Workspace => "--workspace",
            Self::TimeZone => "--time-zone",
        }
    }

    /// The key of `clm.toml` that holds the answer.
    const fn key(self) -> &'static str {
        match self {
            Self::Org => "name",
            Self::Name => "signatory.name",
            Self::Email => "signatory.email",
            Self::Title => "signatory.title",
            Self::Workspace => "default_workspace",
            Self::TimeZone => "time_zone",
        }
    }

    /// Says what is wrong with an answer, for asking again.
    ///
    /// # Errors
    /// One sentence.
    pub fn check(self, text: &str) -> std::result::Result<(), String> {
        let mut answers =
            Answers { org: "A", name: "A", email: "a@a.example", title: None, workspace: "a", time_zone: "UTC" };
        match self {
            Self::Org => answers.org = text,
            Self::Name => answers.name = text,
            Self::Email => answers.email = text,
            Self::Title => answers.title = Some(text).filter(|text| !text.is_empty()),
            Self::Workspace => answers.workspace = text,
            Self::TimeZone => answers.time_zone = text,
        }
        match answers.read().err().and_then(|faults| faults.into_iter().next()) {
            Some((_, fault)) => Err(fault),
            None => Ok(()),
        }
    }
}

impl Answers<'_> {
    /// The organisation these answers found.
    ///
    /// # Errors
    /// Every answer that cannot stand, with its flag.
    pub fn organisation(&self) -> Result<Organisation> {
        self.read().map_err(|faults| {
            let mut sentences = faults.into_iter().map(|(flag, fault)| format!("{flag}: {fault}"));
            let first = sentences.next().unwrap_or_default();
            Error::new(Kind::Usage, "bad-answer", first).details(sentences).hint("`clm init --help` says what is asked")
        })
    }

    fn read(&self) -> std::result::Result<Organisation, Vec<(&'static str, String)>> {
        let mut faults: Vec<(&'static str, String)> = self.own_faults();
        match Organisation::parse("clm.toml", self.text().as_bytes()) {
            Ok(organisation) if faults.is_empty() => return Ok(organisation),
            Ok(_) => {}
            Err(problems) => faults.extend(problems.iter().map(of_problem)),
        }
        // The narrower reader of an address has spoken already.
        let place = |flag: &str| Question::ALL.iter().position(|question| question.flag() == flag);
        faults.sort_by_key(|(flag, _)| place(flag));
        faults.dedup_by_key(|(flag, _)| *flag);
        Err(faults)
    }

    /// What `clm.toml` would take, but not the policy or a commit.
    fn own_faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        if self.org.contains('*') {
            faults.push((Question::Org.flag(), "a legal name has no `*`".to_owned()));
        }
        if self.name.contains(['<', '>']) {
            faults.push((Question::Name.flag(), "a commit cannot carry `<` or `>` in a name".to_owned()));
        }
        if self.email.parse::<Principal>().is_err() {
            let example = Some(self.email.trim().to_lowercase()).filter(|lower| lower.parse::<Principal>().is_ok());
            let expected = match example {
                Some(lower) => format!("did you mean `{lower}`?"),
                None => "expected one lower-case ASCII address such as `kari@acme.example`".to_owned(),
            };
            faults.push((Question::Email.flag(), format!("{} cannot name a signer: {expected}", quoted(self.email))));
        }
        faults
    }

    /// The answers as `clm.toml`, right or wrong: its reader judges them.
    fn text(&self) -> String {
        let mut document = DocumentMut::new();
        document.insert("format", value(i64::from(FORMAT)));
        document.insert("name", value(self.org));
        document.insert("time_zone", value(self.time_zone));
        document.insert("default_workspace", value(self.workspace));
        let mut signatory = Table::new();
        signatory.insert("name", value(self.name));
        signatory.insert("email", value(self.email));
        if let Some(title) = self.title {
            signatory.insert("title", value(title));
        }
        document.insert("signatory", toml_edit::Item::Table(signatory));
        document.to_string()
    }
}

/// The flag a problem of `clm.toml` is about, and the problem without the key's name.
fn of_problem(problem: &Problem) -> (&'static str, String) {
    let question = Question::ALL.into_iter().find(|question| problem.key.as_deref() == Some(question.key()));
    let Some(question) = question else { return ("clm.toml", problem.to_string()) };
    let key = format!("`{}`", question.key());
    let mut fault = problem.message.strip_prefix(&key).unwrap_or(&problem.message).to_owned();
    fault = fault.trim_start_matches([':', ' ']).to_owned();
    if let Some(near) = &problem.nearest {
        fault.push_str(&format!("; did you mean `{near}`?"));
    }
    (question.flag(), fault)
}

#[cfg(test)]
mod tests {
    use super::{Answers, Question};

    const GOOD: Answers<'static> = Answers {
        org: "Northwind AS",
        name: "A Signer",
        email: "signer@northwind.example",
        title: Some("CEO"),
        workspace: "legal",
        time_zone: "Europe/Oslo",
    };

    #[test]
    fn good_answers_found_an_organisation() {
        let organisation = GOOD.organisation().unwrap();
        assert_eq!((organisation.name.as_str(), organisation.default_workspace.as_str()), ("Northwind AS", "legal"));
        assert_eq!(organisation.time_zone.name(), "Europe/Oslo");
        assert_eq!(organisation.signatory.unwrap().title.as_deref(), Some("CEO"));
    }

    #[test]
    fn every_bad_answer_is_named_by_its_flag_once() {
        let bad =
            Answers { org: "", name: "a\u{202e}b", email: "X", title: Some(" "), workspace: "../x", time_zone: "Oslo" };
        let error = bad.organisation().unwrap_err();
        let told = [vec![error.message], error.details].concat().join("\n");
        for question in Question::ALL {
            assert_eq!(told.matches(&format!("{}: ", question.flag())).count(), 1, "{told}");
        }
        assert_eq!(error.kind.exit(), 2);
    }

    #[test]
    fn each_question_judges_its_answer_alone() {
        for (question, good, bad) in [
            (Question::Org, "Ærlig & Søn AS", " x"),
            (Question::Org, "A", "A*"),
            (Question::Name, "Kari O'Nordmann", "Kari <kari@acme.example>"),
            (Question::Name, "K", "K\n"),
            (Question::Email, "kari@acme.example", "kari"),
            (Question::Email, "k+c@acme.example", "kari@acme.example,*"),
            (Question::Title, "", "a\u{1b}[2J"),
            (Question::Workspace, "sales-eu", ".git"),
            (Question::Workspace, "s", "Sales"),
            (Question::TimeZone, "Europe/Oslo", "CET+1"),
        ] {
            assert_eq!(question.check(good), Ok(()), "{good}");
            assert!(question.check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn slips_get_the_nearest_answer() {
        let told = |question: Question, text| question.check(text).unwrap_err();
        for slip in ["europe/oslo", "Oslo", "oslo", "Europe/Olso"] {
            assert!(told(Question::TimeZone, slip).ends_with("did you mean `Europe/Oslo`?"), "{slip}");
        }
        assert!(told(Question::Email, "Kari@Acme.example").ends_with("did you mean `kari@acme.example`?"));
    }
}
