//! The story as data: chapters and the lines a person types in them.
//!
//! `{name}` stands for something learnt on the way: an id, a file, a date. What a line needs is learnt by an earlier one.

/// A part of the story.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// A few words.
    pub title: &'static str,
    /// One or two sentences.
    pub about: &'static str,
    /// What is typed.
    pub steps: &'static [Step],
}

/// One line typed.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The line, with placeholders; `clm …` runs in process, anything else through `sh`.
    pub line: &'static str,
    /// Whether it only reads, and answers the same when typed again after the story.
    pub repeatable: bool,
    /// The exit code it must have.
    pub exit: u8,
    /// What later lines need from it.
    pub learn: Learn,
    /// The program the line's own program runs in turn.
    pub through: Option<&'static str>,
    /// What to do where a program is not installed.
    pub otherwise: Otherwise,
}

/// What is learnt from a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learn {
    /// Nothing.
    Nothing,
    /// The first contract id it printed, under this name, and the contract's folder, as `NAME_folder`.
    Contract(&'static str),
    /// The file of the statement this person signed on this contract (a name learnt before), as `{statement}`.
    Statement {
        /// The contract, by the name its id was learnt under.
        contract: &'static str,
        /// The signer's address.
        email: &'static str,
    },
}

/// What takes the place of a program that is not installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// The step is left out, and says so.
    LeaveOut,
    /// clm signs `file` with `key` itself, both in the folder of the demonstration.
    SignHere {
        /// Private key file.
        key: &'static str,
        /// The prepared statement.
        file: &'static str,
    },
}

const fn acts(line: &'static str) -> Step {
    Step { line, repeatable: false, exit: 0, learn: Learn::Nothing, through: None, otherwise: Otherwise::LeaveOut }
}

const fn draws(line: &'static str, name: &'static str) -> Step {
    Step { learn: Learn::Contract(name), ..acts(line) }
}

const fn asks(line: &'static str) -> Step {
    Step { repeatable: true, ..acts(line) }
}

const fn answers(exit: u8, line: &'static str) -> Step {
    Step { exit, ..asks(line) }
}

/// What is true only now: later lines overtake it.
const fn answers_for_now(exit: u8, line: &'static str) -> Step {
    Step { exit, ..acts(line) }
}

/// The whole story, from an empty folder on.
pub const STORY: &[Chapter] = &[
    HOUSE,
    ARCHIVE,
    DRAFTING,
    OUR_SIDE,
    OTHER_SIDE,
    ON_PAPER,
    SECOND_THOUGHTS,
    FINDING,
    DATES,
    PROOF,
    TAMPERING,
    WITHOUT_CLM,
];

const HOUSE: Chapter = Chapter {
    title: "A house for contracts",
    about: "An ordinary git repository, two people, two teams. The keys are made for this folder and stay in .git/clm/demo.",
    steps: &[
        acts("clm key new .git/clm/demo/astrid --no-passphrase --comment astrid@northwind.example"),
        acts(
            "clm init . --org \"Northwind AS\" --name \"Astrid Lund\" --email astrid@northwind.example --title CEO \\\n    \
             --time-zone Europe/Oslo --workspace legal --key .git/clm/demo/astrid",
        ),
        acts("clm workspace add hr --title People"),
        acts("clm key new .git/clm/demo/jonas --no-passphrase --comment jonas@northwind.example"),
        acts(
            "clm member add jonas@northwind.example --name \"Jonas Berg\" --role drafter --workspace hr \\\n    \
             --pub .git/clm/demo/jonas.pub",
        ),
    ],
};

const ARCHIVE: Chapter = Chapter {
    title: "What was signed long ago",
    about: "Text that already exists comes in as it is, with its dates; the original stays beside it as evidence.",
    steps: &[
        acts(
            "clm import .git/clm/demo/paper/office-lease.md --workspace legal --kind lease \\\n    \
             --title \"Office lease, Skippergata 14\" --party \"Fjord Eiendom AS\" --party \"Northwind AS\" \\\n    \
             --on {lease_on} --start {lease_start} --term \"5 years\" --tag premises",
        ),
        acts("clm import --csv .git/clm/demo/paper/archive.csv"),
    ],
};

const DRAFTING: Chapter = Chapter {
    title: "Drafting",
    about: "A counterparty's name is enough for a draft. What a template could not know stays a visible blank, and a text with \
            a blank is never signed.",
    steps: &[
        asks("clm template list"),
        draws("clm new --template nda --party \"Fjellheim Analyse AS\" --tag wind", "nda"),
        draws("clm new --template nda --party \"Havbris Seafood AS\" --set term=\"12 months\"", "second_nda"),
        draws("clm new --template nda --party \"Polar Sensor Oy\" --set governing_law=Finland", "third_nda"),
        draws("clm new --template consulting --party \"Lindqvist Data AB\"", "consulting"),
        answers(7, "clm check {consulting}"),
        draws(
            "clm new --template consulting-nb --workspace hr --party \"Tindeland Rådgivning AS\" \\\n    \
             --set scope=\"Oppdragstaker bistår med å innføre nytt system for lønn og fravær.\" \\\n    \
             --set deliverables=\"Kravspesifikasjon, oppsett av systemet og opplæring av lønnsmedarbeidere.\" \\\n    \
             --set consultant_name=\"Maja Tindeland\" --set fee=\"1450.00 NOK\" --set start={consulting_start} \\\n    \
             --key .git/clm/demo/jonas",
            "konsulent",
        ),
        asks("clm check {nda} {konsulent}"),
    ],
};

const OUR_SIDE: Chapter = Chapter {
    title: "Signing, our side",
    about: "A signature names the exact bytes. From the first one on the text is frozen and the other side has fourteen days.",
    steps: &[acts("clm sign {nda} --yes"), acts("clm sign {second_nda} --yes"), answers_for_now(6, "clm verify {nda}")],
};

const OTHER_SIDE: Chapter = Chapter {
    title: "Signing, the other side",
    about: "They need an SSH key and ssh-keygen, not clm. We prepare a statement of what they sign, they sign it anywhere, \
            we take it back and record how we know the key is theirs.",
    steps: &[
        acts("clm key new .git/clm/demo/ingrid --no-passphrase --comment ingrid@fjellheim.example"),
        acts(
            "clm sign {nda} --for \"Fjellheim Analyse AS\" --name \"Ingrid Fjellheim\" --email ingrid@fjellheim.example \\\n    \
             --as Director --pub .git/clm/demo/ingrid.pub --prepare .git/clm/demo/nda.json",
        ),
        Step {
            otherwise: Otherwise::SignHere { key: "ingrid", file: "nda.json" },
            ..acts("ssh-keygen -Y sign -f .git/clm/demo/ingrid -n clm-statement-v1 .git/clm/demo/nda.json")
        },
        acts("clm receive .git/clm/demo/nda.json .git/clm/demo/nda.json.sig --basis in-person"),
    ],
};

const ON_PAPER: Chapter = Chapter {
    title: "Signing on paper",
    about: "Ink is recorded with its date and its scan. clm calls it paper, never valid.",
    steps: &[acts("clm executed {konsulent} --on {consulting_on} --by paper --evidence .git/clm/demo/paper/scan.pdf")],
};

const SECOND_THOUGHTS: Chapter = Chapter {
    title: "Second thoughts",
    about: "A word beside a contract is never part of it. What was done too soon is taken back by a further commit.",
    steps: &[
        acts("clm tag {third_nda} --add sensors"),
        acts("clm comment {third_nda} \"They ask for Finnish law\""),
        acts("clm undo --yes"),
    ],
};

const FINDING: Chapter = Chapter {
    title: "Finding",
    about: "Words, phrases and filters, in the language of the contract.",
    steps: &[
        asks("clm list"),
        asks("clm search 'confidential information' status:active"),
        asks("clm search oppsigelser language:nb"),
        asks("clm search '\"market rent\"'"),
        asks("clm list 'notice:<30d'"),
        asks("clm search --history '\"market rent\"'"),
        asks("clm list --count-by kind"),
    ],
};

const DATES: Chapter = Chapter {
    title: "Dates",
    about: "What needs somebody, the day to act by, and why it is that day.",
    steps: &[
        asks("clm due --days 60"),
        asks("clm due --days 60 --explain party:kestrel"),
        answers(10, "clm due --days 7 --quiet --exit-code"),
    ],
};

const PROOF: Chapter = Chapter {
    title: "Proof",
    about: "Every text, statement and signature is checked again, from the bytes up.",
    steps: &[
        Step {
            learn: Learn::Statement { contract: "nda", email: "astrid@northwind.example" },
            ..asks("clm verify {nda}")
        },
        asks("clm verify --all"),
        asks("clm log --limit 4"),
    ],
};

const TAMPERING: Chapter = Chapter {
    title: "Tampering",
    about: "One sentence more in a signed text, with any editor: clm says so until the signed text is back.",
    steps: &[
        acts("echo 'The Recipient pays a fee.' >> {nda_folder}/contract.md"),
        answers_for_now(5, "clm verify {nda}"),
        acts("clm restore {nda}"),
        asks("clm verify {nda}"),
    ],
};

const WITHOUT_CLM: Chapter = Chapter {
    title: "Proof without clm",
    about: "A stranger with the repository, git and ssh-keygen comes to the same answer.",
    steps: &[
        asks(
            "ssh-keygen -Y verify -f .clm/allowed_signers -I astrid@northwind.example -n clm-statement-v1 \\\n    \
             -s {statement}.sig \\\n    < {statement}",
        ),
        Step { through: Some("ssh-keygen"), ..asks("git verify-commit HEAD") },
        asks("git fsck --strict --no-progress"),
        asks("git status --short"),
    ],
};

#[cfg(test)]
mod tests {
    use super::{Learn, STORY};
    use std::collections::BTreeSet;

    #[test]
    fn every_placeholder_is_learnt_before_it_is_used() {
        let mut known: BTreeSet<String> = super::super::archive::NAMES.iter().map(|name| (*name).to_owned()).collect();
        for step in STORY.iter().flat_map(|chapter| chapter.steps) {
            for part in step.line.split('{').skip(1) {
                let name = part.split_once('}').unwrap().0;
                assert!(known.contains(name), "{{{name}}} in {}", step.line);
            }
            match step.learn {
                Learn::Nothing => {}
                Learn::Contract(name) => {
                    assert!(known.insert(name.to_owned()), "{name} is learnt twice");
                    known.insert(format!("{name}_folder"));
                }
                Learn::Statement { contract, .. } => {
                    assert!(known.contains(contract), "{contract}");
                    known.insert("statement".to_owned());
                }
            }
        }
    }

    /// The line with something that could stand there for each placeholder.
    fn filled(line: &str) -> String {
        let mut parts = line.split('{');
        let mut out = parts.next().unwrap().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap();
            let dated = name.ends_with("_on") || name.ends_with("_start");
            out.push_str(if dated { "2026-11-24" } else { "nda-7k2m9qxt" });
            out.push_str(rest);
        }
        out
    }

    #[test]
    fn every_clm_line_parses() {
        for step in STORY.iter().flat_map(|chapter| chapter.steps).filter(|step| step.line.starts_with("clm ")) {
            let words = super::super::stage::words(&filled(step.line)).unwrap();
            let words: Vec<_> = words.into_iter().map(std::ffi::OsString::from).collect();
            if let Err(refused) = crate::cli::args::parse(&words) {
                panic!("{}\n{refused}", step.line);
            }
        }
    }
}
