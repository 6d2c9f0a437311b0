//! Founding a repository and its people and teams, through the binary: keys, `init`, workspaces, members, templates.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::{Answer, Home};

/// The flags `init` needs.
const WHO: [&str; 6] = ["--org", "Northwind AS", "--name", "A Signer", "--email", "signer@northwind.example"];

fn without_key() -> Home {
    let home = Home::new();
    for name in [".ssh/id_ed25519", ".ssh/id_ed25519.pub"] {
        fs::remove_file(home.path(name)).unwrap();
    }
    home
}

fn init(home: &Home, more: &[&str]) -> Answer {
    let args: Vec<&str> = ["init"].iter().chain(more).chain(&WHO).copied().collect();
    home.clm(&args)
}

/// A member with a key of their own in the home, made by ssh-keygen.
fn add_member(home: &Home, name: &str, more: &[&str]) -> Answer {
    home.new_key(name, "");
    let (email, public) = (format!("{name}@northwind.example"), format!("{name}.pub"));
    let args = ["member", "add", &email, "--name", "B Member", "--pub", &public];
    let args: Vec<&str> = args.iter().chain(more).copied().collect();
    home.in_firm(&args)
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

/// An ssh-agent of its own that dies with the test.
struct Agent(Child);

impl Agent {
    fn start(home: &Home) -> Self {
        let socket = home.path("agent");
        let child = Command::new("ssh-agent").arg("-D").arg("-a").arg(&socket).stdout(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        while !socket.exists() && begun.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(10));
        }
        Self(child)
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn with_agent(home: &Home, program: &str, args: &[&str]) -> Answer {
    let program = if program == "clm" { env!("CARGO_BIN_EXE_clm") } else { program };
    let mut command = home.command(program);
    home.run(command.env("SSH_AUTH_SOCK", home.path("agent")).args(args))
}

#[test]
fn a_home_without_a_key_is_told_how_to_make_one() {
    let home = without_key();
    init(&home, &["firm"]).exits(3).says("clm key new").says("--key");
    assert!(!home.path("firm").exists(), "nothing is made without a key");
    assert_eq!(home.clm(&["key", "list", "--json"]).succeeds().json()["items"].as_array().unwrap().len(), 0);
    home.clm(&["key", "list"]).succeeds().says("clm key new");

    home.clm(&["key", "new"]).exits(2).says("--no-passphrase");
    assert!(!home.path(".ssh/id_ed25519").exists());
    home.clm(&["key", "new", "--no-passphrase", "--dry-run"]).succeeds().says("would make");
    assert!(!home.path(".ssh/id_ed25519").exists());
    let made = home.clm(&["key", "new", "--no-passphrase", "--comment", "me", "--json"]).succeeds().json();
    let checked = Command::new("ssh-keygen").arg("-lf").arg(home.path(".ssh/id_ed25519.pub")).output().unwrap();
    let checked = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.contains(made["fingerprint"].as_str().unwrap()) && checked.contains(" me "), "{checked}");
    assert_eq!(fs::metadata(home.path(".ssh/id_ed25519")).unwrap().permissions().mode() & 0o777, 0o600);

    let before = home.read(".ssh/id_ed25519");
    home.clm(&["key", "new", "--no-passphrase"]).exits(4).says("exists already");
    assert_eq!(home.read(".ssh/id_ed25519"), before);
    init(&home, &["firm"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_key_that_cannot_sign_is_refused_with_the_reason() {
    let home = without_key();
    let rsa = home.path("rsa");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "rsa", "-N", "", "-f"]).arg(&rsa).status().unwrap();
    assert!(made.success());
    init(&home, &["firm", "--key", "rsa"]).exits(4).says("ssh-rsa");
    init(&home, &["firm", "--key", "rsa.pub"]).exits(4).says("ssh-rsa");
    init(&home, &["firm", "--key", "nowhere"]).exits(3).says("there is no key file");
    home.write("words", "hello\n");
    init(&home, &["firm", "--key", "words"]).exits(7);
    home.new_key("open", "");
    fs::set_permissions(home.path("open"), fs::Permissions::from_mode(0o644)).unwrap();
    init(&home, &["firm", "--key", "open"]).exits(4).says("chmod 600");
    home.new_key("locked", "secret");
    init(&home, &["firm", "--key", "locked"]).exits(2).says("ssh-add");
    assert!(!home.path("firm").exists());
}

#[test]
fn all_missing_and_all_wrong_answers_are_named_at_once() {
    let home = Home::new();
    let error = home.clm(&["init", "firm", "--json"]).exits(2).error();
    for flag in ["--org", "--name", "--email"] {
        assert!(error["message"].as_str().unwrap().contains(flag), "{error}");
    }
    let args = ["init", "firm", "--org", " ", "--name", "A <a@a.example>", "--email", "a b", "--time-zone", "Oslo"];
    home.clm(&args).exits(2).says("--org:").says("--name:").says("--email:").says("did you mean `Europe/Oslo`?");
    init(&home, &["firm", "-w", "../evil"]).exits(2).says("--workspace:");
    init(&home, &["firm", "-m", "a\u{1b}[2J"]).exits(2);
    assert!(!home.path("firm").exists());
}

#[test]
fn a_dry_run_makes_nothing() {
    let home = Home::new();
    let planned = init(&home, &["firm", "--dry-run", "--json"]).succeeds().json();
    assert_eq!((&planned["dry_run"], &planned["commit"]), (&true.into(), &serde_json::Value::Null));
    assert!(!home.path("firm").exists());
}

#[test]
fn git_agrees_with_the_first_commit_from_every_folder() {
    let home = Home::new();
    let told = init(&home, &["firm", "--time-zone", "Europe/Oslo", "-w", "sales", "-m", "Our start", "--json"]);
    let told = told.succeeds().json();
    assert_eq!((&told["schema"], &told["items"][0]["act"]), (&"clm.act/1".into(), &"init".into()));
    assert!(told["items"][0]["next"][0].as_str().unwrap().starts_with("clm -C firm new"), "{told}");
    home.repository_is_sound();
    for folder in [".", "sales/templates", ".clm"] {
        let mut git = home.command("git");
        git.current_dir(home.firm(folder)).args(["verify-commit", "HEAD"]);
        home.run(&mut git).succeeds().says("Good \"git\" signature for signer@northwind.example");
    }
    let shown = home.git(&["log", "-1", "--format=%an <%ae> %ai%n%B"]).succeeds().out;
    for words in ["A Signer <signer@northwind.example> 2026-11-24 09:", "+0100", "init: Northwind AS", "Our start"] {
        assert!(shown.contains(words), "{shown}");
    }
    let files = home.git(&["ls-files"]).succeeds().out;
    let (paper, own): (Vec<&str>, Vec<&str>) = files.lines().partition(|file| file.starts_with("sales/"));
    assert_eq!(own, [".clm/allowed_signers", ".clm/policy.toml", ".gitattributes", "clm.toml"]);
    for file in ["templates/nda.md", "templates/consulting-nb.md", "clauses/liability.md"] {
        assert!(paper.contains(&format!("sales/{file}").as_str()), "{files}");
    }
    assert!(!files.contains("nda-sv"), "{files}");
    assert_eq!(home.git(&["config", "--local", "commit.gpgsign"]).exits(1).out, "");
    fs::rename(home.path("firm"), home.path("moved")).unwrap();
    let mut git = home.command("git");
    home.run(git.args(["-C", "moved", "verify-commit", "HEAD"])).succeeds();
    let clash = home.clm(&["-C", "moved", "status"]);
    clash.succeeds();
}

#[test]
fn the_founders_key_is_found_again_without_a_flag() {
    let home = without_key();
    home.new_key("work", "");
    home.write(".gitconfig", "[user]\n\tname = A Signer\n\temail = other@home.example\n\tsigningkey = 0xDEADBEEF\n");
    init(&home, &["firm", "--key", "work"]).succeeds();
    let local = |name: &str| home.git(&["config", "--local", name]).out.trim().to_owned();
    assert_eq!(local("user.name"), "", "the same as the global one");
    assert_eq!(local("user.email"), "signer@northwind.example");
    assert_eq!(local("user.signingkey"), home.path("work").display().to_string());
    home.in_firm(&["workspace", "add", "hr"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn an_openpgp_key_in_gits_settings_is_passed_over() {
    let home = Home::new();
    home.write(".gitconfig", "[user]\n\tsigningkey = 0xDEADBEEF\n");
    init(&home, &["firm"]).succeeds();
    home.in_firm(&["workspace", "add", "hr"]).succeeds();
}

#[test]
fn gits_signing_key_comes_before_the_usual_file() {
    let home = Home::new();
    home.new_key("other", "");
    home.write(".gitconfig", "[user]\n\tsigningkey = ~/other.pub\n");
    init(&home, &["firm"]).succeeds();
    let other = home.read("other.pub");
    let public: Vec<&str> = other.split(' ').take(2).collect();
    assert!(home.read("firm/.clm/policy.toml").contains(&public.join(" ")));
    let keys = home.in_firm(&["key", "list", "--json"]).succeeds().json();
    assert_eq!(keys["items"][0]["public"], public.join(" "));
    assert_eq!(keys["items"][0]["member"], "signer@northwind.example");
    assert_eq!(keys["items"][1]["member"], serde_json::Value::Null);
}

#[test]
fn a_repository_is_never_founded_twice_or_inside_another() {
    let home = Home::with_firm();
    let before = head(&home);
    init(&home, &["firm"]).exits(4).says("already is a clm repository");
    init(&home, &["firm/legal"]).exits(4).says("lies inside the clm repository");
    init(&home, &["firm/new/deep"]).exits(4).says("lies inside");
    home.write("file", "x");
    init(&home, &["file"]).exits(4).says("is no folder");
    home.write("copied/clm.toml", "format = 1\n");
    init(&home, &["copied"]).exits(4).says("clm.toml");
    assert!(!home.path("copied/.git").exists());
    home.write("taken/legal/templates/nda.md", "mine\n");
    init(&home, &["taken"]).exits(4).says("legal/templates/nda.md");
    assert!(!home.path("taken/.git").exists());
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn nothing_of_the_users_is_swept_into_the_first_commit() {
    let home = Home::new();
    home.write("firm/notes.txt", "mine\n");
    let mut git = home.command("git");
    home.run(git.args(["init", "-q", "-b", "trunk", "firm"])).succeeds();
    home.write("firm/staged.txt", "staged\n");
    home.git(&["add", "staged.txt"]).succeeds();
    init(&home, &["firm"]).succeeds();
    assert_eq!(home.git(&["status", "--porcelain"]).succeeds().out, "A  staged.txt\n?? notes.txt\n");
    assert!(!home.git(&["ls-tree", "-r", "--name-only", "HEAD"]).succeeds().out.contains(".txt"));
    assert_eq!(home.git(&["branch", "--show-current"]).succeeds().out, "trunk\n");
    home.git(&["verify-commit", "HEAD"]).succeeds();
    assert_eq!(home.read("firm/notes.txt"), "mine\n");
}

#[test]
fn a_repository_with_history_gets_its_contracts_on_top() {
    let home = Home::new();
    let mut git = home.command("git");
    home.run(git.args(["init", "-q", "firm"])).succeeds();
    home.write("firm/readme.txt", "old\n");
    home.git(&["add", "."]).succeeds();
    home.git(&["commit", "-qm", "old"]).succeeds();
    init(&home, &["firm"]).succeeds();
    assert_eq!(home.git(&["rev-list", "--count", "HEAD"]).succeeds().out, "2\n");
    assert!(home.git(&["ls-files"]).succeeds().out.contains("readme.txt"));
    home.repository_is_sound();
}

#[test]
fn init_works_in_the_present_folder() {
    let home = Home::new();
    fs::create_dir(home.path("firm")).unwrap();
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    let told = home.run(command.current_dir(home.path("firm")).arg("init").args(WHO).arg("--json")).succeeds().json();
    assert!(told["items"][0]["next"][0].as_str().unwrap().starts_with("clm new"), "{told}");
    home.repository_is_sound();
}

#[test]
fn a_key_in_ssh_agent_founds_and_acts() {
    let home = without_key();
    home.new_key("held", "");
    let _agent = Agent::start(&home);
    let first: Vec<&str> = ["init", "firm"].iter().chain(&WHO).copied().collect();
    with_agent(&home, "clm", &first).exits(3).says("clm key new");
    let held = home.path("held").display().to_string();
    with_agent(&home, "ssh-add", &["-q", &held]).succeeds();
    fs::rename(home.path("held"), home.path("away")).unwrap();
    with_agent(&home, "clm", &first).succeeds();
    with_agent(&home, "clm", &["-C", "firm", "workspace", "add", "hr"]).succeeds();
    home.git(&["verify-commit", "HEAD"]).succeeds();
    home.repository_is_sound();

    let keys = with_agent(&home, "clm", &["-C", "firm", "key", "list", "--json"]).succeeds().json();
    assert_eq!(keys["items"][0]["source"], "ssh-agent");
    assert_eq!(keys["items"][0]["member"], "signer@northwind.example");

    home.new_key("second", "");
    let second = home.path("second").display().to_string();
    with_agent(&home, "ssh-add", &["-q", &second]).succeeds();
    with_agent(&home, "clm", &["-C", "firm", "workspace", "add", "it"]).exits(2).says("several");
    let line = format!("key::{}", home.read("held.pub").trim());
    with_agent(&home, "clm", &["-C", "firm", "workspace", "add", "it", "--key", &line]).succeeds();
    with_agent(&home, "clm", &["-C", "firm", "workspace", "add", "me", "--key", "held.pub"]).succeeds();
    with_agent(&home, "ssh-add", &["-D", "-q"]).succeeds();
    with_agent(&home, "clm", &["-C", "firm", "workspace", "add", "no", "--key", "held.pub"]).exits(3);
}

#[test]
fn an_agent_that_is_gone_is_as_good_as_none() {
    let home = without_key();
    let args: Vec<&str> = ["init", "firm"].iter().chain(&WHO).copied().collect();
    with_agent(&home, "clm", &args).exits(3).says("clm key new");
    with_agent(&home, "clm", &["key", "list"]).succeeds().says("ssh-agent does not answer");
}

/// The binary at a pseudo-terminal.
fn at_terminal(home: &Home, args: &[&str]) -> rexpect::session::PtySession {
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.args(args).env("TERM", "xterm").stdin(Stdio::inherit());
    rexpect::session::spawn_command(command, Some(30_000)).unwrap()
}

/// Waits for a question and types an answer.
fn reply(terminal: &mut rexpect::session::PtySession, question: &str, answer: &str) {
    terminal.exp_string(question).unwrap_or_else(|error| panic!("{question}: {error}"));
    // The echo is turned off only after the question was drawn, and what was typed before is dropped.
    std::thread::sleep(Duration::from_millis(200));
    terminal.send_line(answer).unwrap();
}

#[test]
fn a_person_at_a_terminal_makes_a_locked_key_and_answers_init() {
    let home = without_key();
    home.write(".gitconfig", "[user]\n\tname = A Signer\n\temail = signer@northwind.example\n");
    let mut terminal = at_terminal(&home, &["key", "new"]);
    reply(&mut terminal, "Passphrase for the new key", "correct horse");
    reply(&mut terminal, "Again", "correct horse");
    terminal.exp_string("SHA256:").unwrap();
    terminal.exp_eof().unwrap();
    assert!(home.read(".ssh/id_ed25519.pub").ends_with(" signer@northwind.example\n"));
    assert!(!home.read(".ssh/id_ed25519").contains("correct horse"));

    let mut terminal = at_terminal(&home, &["init", "firm"]);
    let answers = [
        ("Legal name", "Northwind AS"),
        ("Your name", ""),
        ("e-mail", ""),
        ("sign as", "CEO"),
        ("Time zone", "Oslo"),
        ("did you mean", "Europe/Oslo"),
    ];
    for (question, answer) in answers {
        reply(&mut terminal, question, answer);
    }
    reply(&mut terminal, "Passphrase of", "wrong");
    terminal.exp_string("[hidden]").unwrap();
    reply(&mut terminal, "Passphrase of", "correct horse");
    terminal.exp_string("init: Northwind AS").unwrap();
    terminal.exp_string("next:").unwrap();
    terminal.exp_eof().unwrap();
    let settings = home.read("firm/clm.toml");
    for words in ["name = \"A Signer\"", "title = \"CEO\"", "time_zone = \"Europe/Oslo\""] {
        assert!(settings.contains(words), "{settings}");
    }
    home.git(&["verify-commit", "HEAD"]).succeeds();
    home.repository_is_sound();
    home.in_firm(&["workspace", "add", "hr"]).exits(2).says("ssh-add");
}

#[test]
fn workspaces_come_with_templates_and_are_listed() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "hr", "--title", "People & culture", "--dry-run"]).succeeds();
    let policy = home.read("firm/.clm/policy.toml");
    assert!(!policy.contains("hr"));
    home.in_firm(&["workspace", "add", "hr", "--title", "People & culture", "-m", "They asked"]).succeeds();
    home.repository_is_sound();
    let shown = home.git(&["log", "-1", "--format=%s|%b"]).succeeds().out;
    assert!(shown.starts_with("workspace: add hr|They asked"), "{shown}");
    let listed = home.in_firm(&["workspace", "list", "--json"]).succeeds().json();
    assert_eq!(listed["items"][0]["name"], "hr");
    assert_eq!(listed["items"][0]["title"], "People & culture");
    assert_eq!(listed["items"][0]["templates"].as_array().unwrap().len(), 12);
    assert_eq!((&listed["items"][0]["default"], &listed["items"][1]["default"]), (&false.into(), &true.into()));
    assert!(home.read("firm/.clm/policy.toml").contains("version = 2"));
    home.in_firm(&["workspace", "list"]).succeeds().says("People & culture");

    home.in_firm(&["workspace", "add", "hr"]).exits(4).says("exists already");
    home.write("firm/notes/todo.txt", "x");
    home.in_firm(&["workspace", "add", "notes"]).exits(4).says("something else");
    for name in ["", "HR", ".git", "../x", "a/b", "å", "a b", "a\u{1b}[2J", "1st", "-x", "x-"] {
        home.in_firm(&["workspace", "add", "--", name]).exits(2);
    }
    home.in_firm(&["workspace", "add", "it", "--title", "a\u{202e}b"]).exits(2);
}

#[test]
fn a_workspace_drafts_in_the_languages_of_the_default_one() {
    let home = Home::with_firm();
    for name in ["consulting-nb", "nda-nb", "employment-no"] {
        home.git(&["rm", "-q", &format!("legal/templates/{name}.md")]).succeeds();
    }
    home.git(&["commit", "-qm", "English only"]).succeeds();
    home.in_firm(&["workspace", "add", "hr"]).succeeds();
    assert!(home.firm("hr/templates/nda.md").exists());
    assert!(!home.firm("hr/templates/consulting-nb.md").exists());
    home.repository_is_sound();
}

#[test]
fn a_member_added_by_the_owner_acts_with_their_own_key() {
    let home = Home::with_firm();
    add_member(&home, "kari", &["--role", "drafter", "--role", "signatory", "--signs-for", "Northwind AS"]).succeeds();
    home.repository_is_sound();
    home.git(&["verify-commit", "HEAD"]).succeeds();
    let signers = home.read("firm/.clm/allowed_signers");
    assert_eq!(signers.matches("kari@northwind.example").count(), 1, "{signers}");
    let listed = home.in_firm(&["member", "list", "--json"]).succeeds().json();
    assert_eq!(listed["items"][0]["roles"], serde_json::json!(["owner"]));
    assert_eq!(listed["items"][1]["email"], "kari@northwind.example");
    assert_eq!(listed["items"][1]["roles"], serde_json::json!(["drafter", "signatory"]));
    assert_eq!(listed["items"][1]["keys"].as_array().unwrap().len(), 1);
    let line = home.read("kari.pub");
    home.in_firm(&["key", "list", "--plain"]).succeeds();
    home.in_firm(&["workspace", "add", "hr", "--key", "kari"]).exits(4).says("administer");
    let mut args = vec!["member", "add", "eve@northwind.example", "--name", "Eve", "--pub", line.trim()];
    args.extend(["--role", "owner", "--key", "kari"]);
    home.in_firm(&args).exits(4).says("administer");
    home.repository_is_sound();
}

#[test]
fn a_member_may_be_added_by_the_key_line_itself() {
    let home = Home::with_firm();
    home.new_key("ola", "");
    let line = home.read("ola.pub");
    let args = ["member", "add", "ola@northwind.example", "--name", "Ola", "--pub", line.trim(), "--json"];
    let dry: Vec<&str> = args.iter().chain(&["-n"]).copied().collect();
    let before = head(&home);
    assert_eq!(home.in_firm(&dry).succeeds().json()["dry_run"], true);
    assert_eq!(head(&home), before);
    let told = home.in_firm(&args).succeeds().json();
    assert_eq!(told["items"][0]["id"], "ola@northwind.example");
    let subject = home.git(&["log", "-1", "--format=%s"]).succeeds().out;
    assert_eq!(subject, "member: add Ola <ola@northwind.example>\n");
}

#[test]
fn a_stranger_may_do_nothing() {
    let home = Home::with_firm();
    home.new_key("eve", "");
    let before = head(&home);
    home.in_firm(&["workspace", "add", "hr", "--key", "eve"]).exits(4).says("belongs to no member");
    let args = ["member", "add", "eve@evil.example", "--name", "Eve", "--pub", "eve.pub", "--key", "eve"];
    home.in_firm(&args).exits(4);
    assert_eq!(head(&home), before);
}

#[test]
fn members_that_would_blur_who_signed_are_refused() {
    let home = Home::with_firm();
    home.new_key("kari", "");
    let before = head(&home);
    let try_adding = |email: &str, name: &str, public: &str, more: &[&str]| {
        let args = ["member", "add", email, "--name", name, "--pub", public];
        let args: Vec<&str> = args.iter().chain(more).copied().collect();
        home.in_firm(&args)
    };
    try_adding("kari@northwind.example", "K", ".ssh/id_ed25519.pub", &[]).exits(4).says("signer@northwind.example");
    try_adding("signer@northwind.example", "K", "kari.pub", &[]).exits(4).says("is a member already");
    // The neutral element of the curve: one signature would do for every message.
    let weak = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    try_adding("kari@northwind.example", "K", weak, &[]).exits(7).says("weak");
    try_adding("kari@northwind.example", "K", "ssh-rsa AAAAB3NzaC1yc2E", &[]).exits(7);
    try_adding("kari@northwind.example", "K", "nowhere.pub", &[]).exits(3).says("--pub");
    try_adding("kari@northwind.example", "K", "kari.pub", &["--role", "owenr"]).exits(2).says("`owner`");
    try_adding("kari@northwind.example", "K", "kari.pub", &["--role", "king"]).exits(2).says("drafter");
    try_adding("kari@northwind.example", "K", "kari.pub", &["-w", "legl"]).exits(3).says("`legal`");
    try_adding("kari@northwind.example", "K", "kari.pub", &["-w", "*", "-w", "legal"]).exits(2).says("stands alone");
    try_adding("kari@northwind.example", "K", "kari.pub", &["--signs-for", "*"]).exits(2);
    for email in ["*", "kari", "Kari@northwind.example", "a@b.c,*", "k\u{430}ri@x.example", "a@b.example\n"] {
        try_adding(email, "K", "kari.pub", &[]).exits(2);
    }
    for name in ["", "a\nb", "a\u{1b}[31m", "a\u{202e}b", "K <k@x.example>"] {
        try_adding("kari@northwind.example", name, "kari.pub", &[]).exits(2);
    }
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn a_signatory_without_a_party_is_pointed_out() {
    let home = Home::with_firm();
    add_member(&home, "kari", &["--role", "signatory"]).succeeds().says("--signs-for");
    add_member(&home, "ola", &["--signs-for", "Northwind AS"]).succeeds().says("--role signatory");
}

#[test]
fn a_policy_edited_by_hand_is_never_overwritten() {
    let home = Home::with_firm();
    let edited = format!("{}# mine\n", home.read("firm/.clm/policy.toml"));
    home.write("firm/.clm/policy.toml", &edited);
    home.in_firm(&["workspace", "add", "hr"]).exits(8).says("git checkout -- .clm");
    add_member(&home, "kari", &[]).exits(8);
    assert_eq!(home.read("firm/.clm/policy.toml"), edited);
}

#[test]
fn templates_are_listed_and_show_what_they_ask() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "hr"]).succeeds();
    let listed = home.in_firm(&["template", "list", "--json"]).succeeds().json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 24);
    let listed = home.in_firm(&["template", "list", "-w", "hr", "--plain"]).succeeds().out;
    assert_eq!(
        listed.lines().map(|line| line.split('\t').next().unwrap()).collect::<Vec<_>>().join(" "),
        "calloff consulting consulting-nb dpa employment employment-no framework nda nda-nb nda-oneway offer subscription"
    );
    home.in_firm(&["template", "list", "-w", "hrr"]).exits(3).says("`hr`");

    let shown = home.in_firm(&["template", "show", "nda", "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["workspace"], "legal", "the default workspace comes first");
    let fields = shown["items"][0]["fields"].as_array().unwrap();
    let counterparty = fields.iter().find(|field| field["name"] == "counterparty").unwrap();
    assert_eq!((&counterparty["required"], &counterparty["kind"]), (&true.into(), &"text".into()));
    let shown = home.in_firm(&["template", "show", "hr/nda", "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["path"], "hr/templates/nda.md");
    home.in_firm(&["template", "show", "nda", "-w", "hr"]).succeeds().says("Two businesses");
    home.in_firm(&["template", "show", "hr/nda", "-w", "legal"]).exits(2);
    home.in_firm(&["template", "show", "ndaa"]).exits(3).says("`nda`");
    for hostile in ["../../.ssh/id_ed25519", "hr/../legal/nda", "", "/", "nda\u{1b}[2J"] {
        let answer = home.in_firm(&["template", "show", hostile]).exits(3);
        assert!(!answer.err.contains('\u{1b}'), "{}", answer.err);
    }
}

#[test]
fn a_template_in_two_other_workspaces_needs_its_workspace_named() {
    let home = Home::with_firm();
    for workspace in ["hr", "sales"] {
        home.in_firm(&["workspace", "add", workspace]).succeeds();
        let text = home.read("firm/legal/templates/nda.md").replace("name = \"nda\"", "name = \"own\"");
        home.write(&format!("firm/{workspace}/templates/own.md"), text);
    }
    home.git(&["add", "."]).succeeds();
    home.git(&["commit", "-qm", "own"]).succeeds();
    home.in_firm(&["template", "show", "own"]).exits(3).says("hr/own").says("sales/own");
    home.in_firm(&["template", "show", "sales/own"]).succeeds();
}

#[test]
fn a_faulty_template_is_named_by_line_and_hides_no_other() {
    let home = Home::with_firm();
    let text = home.read("firm/legal/templates/nda.md").replace("name = \"nda\"", "name = \"bad\"");
    home.write("firm/legal/templates/bad.md", text.replace("kind = \"nda\"", "knid = \"nda\""));
    home.write("firm/legal/templates/liar.md", &text);
    home.git(&["add", "."]).succeeds();
    home.git(&["commit", "-qm", "bad"]).succeeds();
    home.in_firm(&["template", "show", "bad"]).exits(7).says("legal/templates/bad.md:5:1: ").says("`kind`");
    home.in_firm(&["template", "show", "liar"]).exits(7).says("calls itself `bad`");
    let listed = home.in_firm(&["template", "list", "--json"]).succeeds();
    assert_eq!(listed.json()["items"].as_array().unwrap().len(), 12);
    assert!(listed.err.contains("bad.md:5:1") && listed.err.contains("liar.md"), "{}", listed.err);
}

#[test]
fn every_command_but_init_and_key_needs_a_repository() {
    let home = Home::new();
    for args in [&["workspace", "list"], &["member", "list"], &["template", "list"]] {
        home.clm(args).exits(11).says("clm init");
    }
    home.clm(&["key", "list"]).succeeds().says("id_ed25519");
}
