//! Every command that writes, with the home it runs in.

/// One command.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The prepared home.
    pub stage: &'static str,
    /// The folder it is run in.
    pub at: &'static str,
    /// Its words.
    pub words: &'static str,
    /// The repository it works on; a second one it pushes to comes after a blank.
    pub repositories: &'static str,
    /// What it writes beside a repository's history, from the home.
    pub outputs: &'static str,
}

const fn case(
    stage: &'static str,
    at: &'static str,
    words: &'static str,
    repositories: &'static str,
    outputs: &'static str,
) -> Case {
    Case { stage, at, words, repositories, outputs }
}

/// In the firm's repository, and nothing beside it.
const fn act(stage: &'static str, words: &'static str) -> Case {
    case(stage, "firm", words, "firm", "")
}

const INIT: &str =
    "init firm --org 'Northwind AS' --name 'A Signer' --email signer@northwind.example --key ~/.ssh/id_ed25519";
const WITNESS: &str =
    "witness ID --for 'Bo Acme' --party 'Acme AS' --on 2026-11-20 --by paper --evidence ~/scan.pdf --yes";
const PREPARE: &str = "sign ID --for 'Acme AS' --name 'B Signer' --email b@acme.example --as Director --pub ~/acme.pub --prepare ~/acme.json";
const DECLINE: &str = "decline ID --for 'Acme AS' --name 'Bo Acme' --basis mail -m 'too dear'";
const SEND: &str = "send ID -o ~/out";
/// What `send` itself says when it recorded the act and could not write every page.
const SEND_AGAIN: &str = "send ID --again -o ~/out";
const IMPORT: &str = "import ~/lease.md --party 'Northwind AS' --party 'Fjord AS' --on 2024-01-01";

pub const CASES: &[Case] = &[
    case("none", ".", "key new other --no-passphrase", "", "other other.pub"),
    case("none", ".", INIT, "firm", ""),
    case("none", ".", "config set due.days 60", "", ".config"),
    act("firm", "new --template nda --party 'Beta AS' --no-input"),
    act("firm", "new --from ~/lease.md --party 'Fjord AS'"),
    act("firm", "new --template nda --batch ~/people.csv"),
    act("firm", "workspace add sales --templates nda"),
    act("firm", "template add nda-sv"),
    act("firm", "template retire nda -m superseded"),
    act("retired", "template retire nda --undo"),
    act("firm", "member add kari@northwind.example --name Kari --pub ~/spare.pub"),
    act("firm", "member set bo@northwind.example --role manager"),
    act("firm", "member remove bo@northwind.example"),
    act("firm", "team add sellers --member bo@northwind.example"),
    act("team", "team set sellers --add lise@northwind.example"),
    act("team", "team remove sellers"),
    act("firm", "grant bo@northwind.example legal"),
    act("firm", "revoke bo@northwind.example drafter"),
    act("firm", "key add bo@northwind.example --pub ~/spare.pub"),
    act("firm", "key rotate bo@northwind.example --pub ~/spare.pub"),
    act("firm", "key revoke bo@northwind.example -m stolen"),
    act("firm", "config set --shared hints false"),
    act("two owners", "policy owners 2"),
    act("owners", "grant lise@northwind.example manager"),
    act("owners", "policy sign PROPOSAL --yes --key ~/ann"),
    act("owners", "policy drop PROPOSAL"),
    act("firm", IMPORT),
    act("imported", "edit ID"),
    act("draft", "edit ID"),
    act("edited", "edit ID"),
    act("draft", "new --template nda --party 'Beta AS' --edit"),
    act("edited", "save ID"),
    act("edited", "restore ID"),
    act("draft", "set ID governing_law=Sweden"),
    act("draft", "tag ID --add urgent"),
    act("draft", "move ID 2026/acme"),
    act("draft", "attach ID ~/scan.pdf"),
    act("draft", "comment ID 'a word'"),
    act("commented", "undo --yes"),
    act("undone", "undo --redo --yes"),
    act("bo's", "submit ID --key ~/bo"),
    act("review", "approve ID --yes --key ~/lise"),
    act("review", "reject ID -m 'not yet' --key ~/lise"),
    case("draft", "firm", SEND, "firm", "out"),
    case("sent", "firm", SEND_AGAIN, "firm", "out"),
    act("draft", "sign ID --yes"),
    case("pending", "firm", PREPARE, "firm", "acme.json"),
    act("prepared", "receive ~/acme.json ~/acme.json.sig --basis in-person"),
    act("sent", DECLINE),
    act("sent", "extend ID --until 2027-01-31"),
    act("sent", "reopen ID"),
    act("sent", "void ID -m 'given up'"),
    act("draft", WITNESS),
    act("draft", "executed ID --on 2026-11-20 --by paper --evidence ~/scan.pdf"),
    act("running", "notice ID --received 2026-11-23"),
    act("running", "terminate ID --on 2026-12-31 --for cause -m unpaid"),
    act("running", "renew ID --length '24 months'"),
    act("running", "amend ID"),
    act("running", "done ID annual-fee"),
    act("running", "reminder add ID --on 2026-12-24 --what 'Call Ola'"),
    act("reminded", "reminder remove ID call-ola"),
    case("running", "firm", "remind --days 800 --to maildir:../mail", "firm", "mail"),
    act("option", "renew ID --option --on 2026-11-20"),
    act("draft", "archive ID"),
    act("archived", "unarchive ID"),
    case("signed", "firm", "bundle ID -o ~/out.zip", "firm", "out.zip"),
    case("draft", "firm", "export ID -o ~/out.html", "firm", "out.html"),
    case("draft", "firm", "report --html ~/report.html", "firm", "report.html"),
    case("bare", "firm", "sync", "firm remote.git", ""),
    case("ahead", "mine", "sync", "mine remote.git", ""),
    case("behind", "mine", "sync", "mine remote.git", ""),
    case("apart", "mine", "sync", "mine remote.git", ""),
    case("conflict", "mine", "resolve ID --theirs", "mine", "mine/.git/clm/sync"),
    case("remote", ".", "clone remote.git copy --key ~/bo", "copy", ""),
    case("remote", ".", "hook install --server remote.git", "", "remote.git/hooks remote.git/config"),
    case("hooked", ".", "hook install --server remote.git --force", "", "remote.git/hooks remote.git/config"),
    act("damaged", "doctor --fix"),
    act("copied", "doctor --fix"),
    // Questions write caches alone, and answer as well when they cannot.
    act("draft", "list"),
    act("draft", "search confidential"),
    act("draft", "verify --history"),
];

impl Case {
    /// Whether it records nothing, so that its answer is all there is.
    pub fn asks(&self) -> bool {
        ["list", "search", "verify"].iter().any(|question| self.words.starts_with(question))
    }

    /// Whether a person writes in an editor meanwhile.
    pub fn edits(&self) -> bool {
        self.words.starts_with("edit") || self.words.ends_with("--edit")
    }

    /// The repositories it may move, by their folders.
    pub fn repositories(&self) -> impl Iterator<Item = &'static str> {
        self.repositories.split_whitespace()
    }

    /// What brings to its end what was half done; mostly the same words.
    pub fn mending(&self) -> &'static str {
        if self.words == SEND { SEND_AGAIN } else { self.words }
    }

    /// The one with a work tree.
    pub fn main(&self) -> Option<&'static str> {
        self.repositories().next()
    }
}
