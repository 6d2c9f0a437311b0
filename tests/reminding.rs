//! Reminders and mail: rules that show in `due`, letters that go once, mail systems that fail, jobs for schedulers.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;

use support::{Answer, Home};

const OWNER: &str = "signer@northwind.example";

/// A firm with a lease that renews yearly and wants three months' notice, owned, and a course without owner that ends on
/// 2026-12-01.
fn firm() -> Home {
    let home = Home::with_firm();
    for (title, kind, terms) in [
        (
            "Lease",
            "lease",
            &["--start", "2024-01-01", "--term", "1 year", "--renews", "1 year", "--notice", "3 months"][..],
        ),
        ("Course", "course", &["--start", "2026-06-01", "--end", "2026-12-01"][..]),
    ] {
        home.write("paper.md", format!("# {title}\n\nAgreed.\n"));
        let args = ["import", "paper.md", "--kind", kind, "--title", title, "--party", "Northwind AS"];
        let args = [&args[..], &["--party", "Acme AS", "--on", "2024-01-01"], terms].concat();
        home.in_firm(&args).succeeds();
    }
    home.in_firm(&["set", "course", "owner="]).succeeds();
    home
}

fn settings(home: &Home, text: &str) {
    home.write(".config/clm/config.toml", text);
}

/// A sendmail that keeps each message as a file in `sent/`.
fn working_sendmail(home: &Home) {
    home.script("sendmail", "mkdir -p \"$HOME/sent\"\nexec cat > \"$HOME/sent/$$\"");
    let program = home.path("bin/sendmail");
    settings(
        home,
        &format!(
            "[mail]\nfallback = \"legal@northwind.example\"\nsendmail = [\"{}\", \"-t\"]\ntimeout = 1\n",
            program.display()
        ),
    );
}

fn sent(home: &Home) -> Vec<String> {
    let files = fs::read_dir(home.path("sent")).into_iter().flatten().flatten();
    let mut texts: Vec<String> = files.map(|file| fs::read_to_string(file.path()).unwrap()).collect();
    texts.sort();
    texts
}

fn remind(home: &Home, args: &[&str]) -> Answer {
    home.in_firm(&[&["remind", "--days", "40"], args].concat())
}

fn reminders(home: &Home, args: &[&str]) -> Vec<String> {
    let answer = home.in_firm(&[&["due", "--plain", "--what", "reminder"], args].concat()).succeeds();
    let field = |line: &str, n: usize| line.split('\t').nth(n).unwrap().to_owned();
    answer.out.lines().map(|line| format!("{} {}", field(line, 0), field(line, 5))).collect()
}

fn with_rule(home: &Home, rule: &str) {
    let toml = fs::read_to_string(home.firm("clm.toml")).unwrap();
    fs::write(home.firm("clm.toml"), format!("{toml}\n{rule}")).unwrap();
    home.git(&["commit", "-qam", "rules"]).succeeds();
}

#[test]
fn a_rule_of_the_repository_shows_before_its_date_and_is_dealt_with() {
    let home = firm();
    assert_eq!(
        reminders(&home, &["--today", "2027-08-15", "--days", "0"]),
        Vec::<String>::new(),
        "the cache knows no rule yet"
    );
    with_rule(&home, "[[reminders]]\nbefore = \"60 days\"\nwhat = [\"notice\"]\nkind = \"lease\"\n");
    let expected = ["2027-08-01 60-days-before-notice-2027-09-30"];
    assert_eq!(reminders(&home, &["--today", "2027-07-31", "--days", "0"]), Vec::<String>::new());
    assert_eq!(reminders(&home, &["--today", "2027-07-31", "--days", "1"]), expected);
    assert_eq!(reminders(&home, &["--today", "2027-08-15", "--days", "0"]), expected);
    home.in_firm(&["due", "--today", "2027-08-15", "--explain"]).succeeds().says(
        "60 days before the last day for notice, 2027-09-30, because clm.toml asks for it before notice: 2027-08-01.",
    );
    let name = "60-days-before-notice-2027-09-30";
    home.in_firm(&["done", "lease", "60-days-before-notice-2027-09-31"]).exits(3);
    home.in_firm(&["done", "lease", name]).succeeds();
    home.in_firm(&["done", "lease", name]).exits(4).says("was done on");
    assert_eq!(reminders(&home, &["--today", "2027-08-15", "--days", "0"]), Vec::<String>::new());
    assert_eq!(
        reminders(&home, &["--today", "2028-08-15", "--days", "0"]),
        ["2028-08-01 60-days-before-notice-2028-09-30"]
    );
    home.repository_is_sound();
}

#[test]
fn a_rule_that_cannot_be_read_is_refused_with_its_place() {
    let home = firm();
    with_rule(&home, "[[reminders]]\nbefore = \"60 days\"\nwhat = [\"notise\"]\n");
    home.in_firm(&["due"]).exits(7).says("clm.toml:").says("did you mean `notice`");
}

#[test]
fn reminders_of_one_contract_are_set_listed_and_removed() {
    let home = firm();
    home.in_firm(&["reminder", "add", "lease", "--on", "2026-12-10", "--what", "Ask Ola about the roof"]).succeeds();
    home.in_firm(&["reminder", "add", "lease", "--before", "2 weeks", "--of", "renewal,end"]).succeeds();
    let again = home.in_firm(&["reminder", "add", "lease", "--before", "2 weeks", "--of", "end,renewal"]).succeeds();
    assert!(again.out.contains("nothing to change"), "{again:?}");
    assert_eq!(
        reminders(&home, &["--days", "30"]),
        ["2026-12-10 ask-ola-about-the-roof", "2026-12-18 2-weeks-before-renewal-2027-01-01"]
    );
    let listed = home.in_firm(&["reminder", "list", "lease", "--json"]).succeeds().json();
    assert_eq!(listed["items"][0]["name"], "ask-ola-about-the-roof");
    assert_eq!(listed["items"][1]["name"], "2-weeks-before-end-renewal");
    home.in_firm(&["done", "lease", "ask-ola-about-the-roof"]).succeeds();
    home.in_firm(&["reminder", "remove", "lease", "2-weeks-before-end-renewl"])
        .exits(3)
        .says("2-weeks-before-end-renewal");
    home.in_firm(&["reminder", "remove", "lease", "2-weeks-before-end-renewal"]).succeeds();
    assert_eq!(reminders(&home, &["--days", "30"]), Vec::<String>::new());
    for wrong in [
        &["--on", "2026-01-01", "--what", "Too late"][..],
        &["--on", "2026-12-24"],
        &["--before", "60 dayz"],
        &["--before", "60 days", "--of", "reminder"],
        &["--on", "2026-12-24", "--what", "x", "--name", "../x"],
        &[],
    ] {
        home.in_firm(&[&["reminder", "add", "lease"], wrong].concat()).exits(2);
    }
    home.repository_is_sound();
}

#[test]
fn each_owner_gets_one_readable_message_on_stdout() {
    let home = firm();
    let answer = remind(&home, &[]).succeeds();
    assert_eq!(answer.out.matches("\nSubject: ").count(), 1, "{}", answer.out);
    assert!(answer.out.contains(&format!("To: {OWNER}")), "{}", answer.out);
    assert!(answer.err.contains("nobody was told") && answer.err.contains("course-"), "{}", answer.err);
    assert!(answer.out.contains("Renews") && answer.out.contains("Look: clm show lease-"), "{}", answer.out);
    assert_eq!(remind(&home, &[]).out.matches("\nSubject: ").count(), 1, "looking is not sending");

    settings(&home, "[mail]\nfrom = \"Kontrakter <clm@northwind.example>\"\nfallback = \"legal@northwind.example\"\n");
    let answer = remind(&home, &[]).succeeds();
    assert_eq!(answer.out.matches("\nTo: ").count(), 2, "{}", answer.out);
    assert!(answer.out.contains("To: legal@northwind.example") && answer.out.contains("From: Kontrakter <clm@"));
    let json = remind(&home, &["--json"]).succeeds().json();
    assert!(json["items"][0]["message"].as_str().unwrap().contains("\r\nAuto-Submitted: auto-generated\r\n"));
}

#[test]
fn the_same_day_sends_once_whatever_clone_and_clock() {
    let home = firm();
    working_sendmail(&home);
    let args = ["--to", "sendmail"];
    remind(&home, &[&args[..], &["--dry-run"]].concat()).succeeds().says("would go to legal@northwind.example");
    assert!(sent(&home).is_empty() && !home.path(".local/state/clm/told").exists(), "a dry run leaves no trace");
    remind(&home, &args).succeeds();
    assert_eq!(sent(&home).len(), 2);
    remind(&home, &args).succeeds();
    home.run(home.command("git").args(["clone", "-q", "firm", "copy"])).succeeds();
    home.clm(&["-C", "copy", "remind", "--days", "40", "--to", "sendmail"]).succeeds();
    assert_eq!(sent(&home).len(), 2, "neither again nor by the other clone");
    remind(&home, &[&args[..], &["--today", "2026-11-25"]].concat()).succeeds();
    assert_eq!(sent(&home).len(), 4, "another day");
    remind(&home, &[&args[..], &["--today", "2026-11-24"]].concat()).succeeds();
    assert_eq!(sent(&home).len(), 4, "the clock went back to a day that was told");
    remind(&home, &[&args[..], &["--today", "2026-11-26", "--since-last"]].concat()).succeeds();
    assert_eq!(sent(&home).len(), 4, "nothing new");
    home.in_firm(&["reminder", "add", "lease", "--on", "2026-11-27", "--what", "Call"]).succeeds();
    remind(&home, &[&args[..], &["--today", "2026-11-26", "--since-last"]].concat()).succeeds();
    let letters = sent(&home);
    let news: Vec<&String> = letters.iter().filter(|text| text.contains("Reminder call")).collect();
    assert_eq!((letters.len(), news.len()), (5, 1));
    assert!(!news[0].contains("Renews"), "only what is new: {}", news[0]);
}

#[test]
fn a_job_that_slept_for_three_years_loses_nothing_and_tells_nothing_twice() {
    let home = firm();
    working_sendmail(&home);
    remind(&home, &["--to", "sendmail", "--since-last"]).succeeds();
    let before = sent(&home).len();
    remind(&home, &["--to", "sendmail", "--since-last", "--today", "2029-11-24"]).succeeds();
    let letters = sent(&home);
    assert_eq!(letters.len(), before + 1);
    let text = letters.iter().find(|text| text.contains("2029-01-01")).unwrap().replace("=\n", "");
    for day in ["2028-01-01", "2029-01-01"] {
        assert_eq!(text.matches(&format!("\n{day} (")).count(), 1, "{day}: {text}");
    }
    assert!(!text.contains("\n2027-01-01 ("), "told three years ago");
    remind(&home, &["--to", "sendmail", "--since-last", "--today", "2029-11-25"]).succeeds();
    assert_eq!(sent(&home).len(), letters.len());
}

#[test]
fn a_mail_program_that_fails_hangs_or_is_missing_is_said_and_tried_again() {
    let home = firm();
    working_sendmail(&home);
    for (script, said) in [
        ("cat > /dev/null\necho 'relay says no' >&2\nexit 75", "ended with 75 (relay says no)"),
        ("exec sleep 30", "took longer than 1 seconds"),
        ("kill -9 $$", "was killed"),
    ] {
        home.script("sendmail", script);
        remind(&home, &["--to", "sendmail"]).exits(9).says("2 of 2 messages were not taken").says(said);
    }
    fs::remove_file(home.path("bin/sendmail")).unwrap();
    remind(&home, &["--to", "sendmail"]).exits(9).says("could not be started");
    // One recipient is refused, the other is not: only the refused one is tried again.
    home.script(
        "sendmail",
        "mkdir -p \"$HOME/sent\"\ncat > \"$HOME/sent/$$\"\nif grep -q '^To: legal' \"$HOME/sent/$$\"; then rm \"$HOME/sent/$$\"; exit 1; fi",
    );
    remind(&home, &["--to", "sendmail"]).exits(9).says("1 of 2 messages were not taken").says("legal@");
    assert_eq!(sent(&home).len(), 1);
    working_sendmail(&home);
    remind(&home, &["--to", "sendmail"]).succeeds();
    let texts = sent(&home);
    assert_eq!(texts.len(), 2);
    assert_eq!(texts.iter().filter(|text| text.contains(&format!("To: {OWNER}"))).count(), 1);
}

#[test]
fn a_repository_names_no_mail_program_and_no_address() {
    let home = firm();
    for key in ["sendmail = \"/bin/true\"", "fallback = \"x@evil.example\"", "from = \"x@evil.example\"", "timeout = 3"]
    {
        let toml = fs::read_to_string(home.firm("clm.toml")).unwrap();
        fs::write(home.firm("clm.toml"), format!("{toml}\n[mail]\n{key}\n")).unwrap();
        home.git(&["commit", "-qam", "mail"]).succeeds();
        remind(&home, &["--to", "sendmail"]).exits(7).says("cannot be set here");
        home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    }
    remind(&home, &["--to", "sendmail"]).exits(2).says("clm config set mail.sendmail");
    settings(&home, "[mail]\nfrom = \"not an address\"\n");
    remind(&home, &[]).exits(2).says("mail.from");
}

#[test]
fn a_maildir_takes_whole_messages_or_says_why_not() {
    let home = firm();
    let names = |part: &str| fs::read_dir(home.path(&format!("mail/{part}"))).unwrap().count();
    remind(&home, &["--to", "maildir:mail"]).succeeds();
    assert_eq!((names("tmp"), names("new"), names("cur")), (0, 1, 0));
    remind(&home, &["--to", "maildir:mail"]).succeeds();
    assert_eq!(names("new"), 1, "once a day");

    let today = ["--today", "2026-11-25"];
    home.write("full/something", "else");
    remind(&home, &[&["--to", "maildir:full"], &today[..]].concat()).exits(9).says("is no maildir");
    // Another file system stands in for a disk that takes nothing (root passes over rights): no rename leads there.
    fs::remove_dir_all(home.path("mail/new")).unwrap();
    std::os::unix::fs::symlink("/proc/self", home.path("mail/new")).unwrap();
    let refused = remind(&home, &[&["--to", "maildir:mail"], &today[..]].concat()).exits(9);
    assert!(refused.err.contains("took no message"), "{}", refused.err);
    fs::remove_file(home.path("mail/new")).unwrap();
    fs::create_dir(home.path("mail/new")).unwrap();
    remind(&home, &[&["--to", "maildir:mail"], &today[..]].concat()).succeeds();
    assert_eq!((names("tmp"), names("new")), (0, 1), "tried again, nothing half written left");
}

#[test]
fn no_title_gets_into_the_headers() {
    let home = firm();
    let title = "Roof =?utf-8?q?=0D=0ABcc:_x@evil.example?= From: x \u{1f4a3} Ærlig";
    home.write("paper.md", "# x\n\nAgreed.\n");
    let args =
        ["import", "paper.md", "--kind", "lease", "--title", title, "--party", "Northwind AS", "--party", "Acme AS"];
    home.in_firm(&[&args[..], &["--on", "2024-01-01", "--start", "2026-12-10", "--end", "2027-12-10"]].concat())
        .succeeds();
    settings(&home, "[mail]\nfallback = \"legal@northwind.example\"\n");
    let json = home.in_firm(&["remind", "--days", "20", "--json"]).succeeds().json();
    for item in json["items"].as_array().unwrap() {
        let message = item["message"].as_str().unwrap();
        let head = message.split("\r\n\r\n").next().unwrap();
        assert!(!head.to_ascii_lowercase().contains("\nbcc"), "{head}");
        assert_eq!(head.matches("\r\nFrom: ").count(), 1, "{head}");
    }
}

#[test]
fn a_timer_is_printed_and_nothing_installed() {
    let home = firm();
    home.run(home.command("git").args(["clone", "-q", "firm", "my 100% \"firm\" $x"])).succeeds();
    let odd = ["-C", "my 100% \"firm\" $x", "timer", "print"];
    let unit = home.clm(&odd).succeeds().out;
    assert!(unit.contains("/my 100%% \\\"firm\\\" $$x\" --no-input due -q --since-last\n"), "{unit}");
    assert!(unit.contains("Persistent=true"), "{unit}");
    let line = home.clm(&[&odd[..], &["--cron", "--time", "06:05", "--command", "remind"]].concat()).succeeds();
    assert!(line.out.contains("5 6 * * * /") && line.out.contains("my 100'\\%' \"firm\" $x'"), "{}", line.out);
    // What cron hands to the shell runs and finds the repository.
    home.write("run.sh", line.out.lines().last().unwrap().trim_start_matches("5 6 * * * ").replace("\\%", "%"));
    working_sendmail(&home);
    home.run(home.command("sh").arg("run.sh")).succeeds();
    assert_eq!(sent(&home).len(), 2, "to the owner, and about what has none");
    for wrong in [&["--time", "7"][..], &["--time", "24:00"], &["--cron", "--systemd"], &["--command", "rm"]] {
        home.in_firm(&[&["timer", "print"], wrong].concat()).exits(2);
    }
}

#[cfg(not(feature = "smtp"))]
#[test]
fn a_build_without_smtp_says_what_does_it_instead() {
    let home = firm();
    remind(&home, &["--to", "smtp"]).exits(2).says("speaks no SMTP").says("--features smtp").says("msmtp");
}

/// A relay that answers each line with the next of `answers`; what it was told comes back when the client is gone.
#[cfg(feature = "smtp")]
fn relay(answers: &'static [(&'static str, &'static str)]) -> (u16, std::thread::JoinHandle<String>) {
    use std::io::{BufRead as _, BufReader, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let thread = std::thread::spawn(move || {
        let mut told = String::new();
        // One connection for each of the two letters.
        for _ in 0..2 {
            let Ok((mut stream, _)) = listener.accept() else { break };
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let (mut line, mut data) = (String::new(), false);
            let _ = stream.write_all(b"220 relay\r\n");
            while lines.read_line(&mut line).is_ok_and(|n| n > 0) {
                told.push_str(&line);
                let said = line.trim_end().to_owned();
                line.clear();
                if data && said != "." {
                    continue;
                }
                data = said == "DATA";
                let Some((_, answer)) = answers.iter().find(|(start, _)| said.starts_with(start)) else { break };
                match *answer {
                    "hang" => std::thread::sleep(std::time::Duration::from_secs(3)),
                    "drop" => break,
                    answer => drop(stream.write_all(format!("{answer}\r\n").as_bytes())),
                }
            }
        }
        told
    });
    (port, thread)
}

#[cfg(feature = "smtp")]
const TAKES: &[(&str, &str)] = &[
    ("EHLO", "250 relay"),
    ("MAIL", "250 ok"),
    ("RCPT", "250 ok"),
    ("DATA", "354 go"),
    (".", "250 taken"),
    ("QUIT", "221 bye"),
];

#[cfg(feature = "smtp")]
#[test]
fn a_relay_takes_a_letter_to_each_owner_once() {
    let home = firm();
    let (port, thread) = relay(TAKES);
    settings(
        &home,
        &format!("[mail]\nfallback = \"legal@northwind.example\"\nsmtp = \"127.0.0.1:{port}\"\ntimeout = 5\n"),
    );
    remind(&home, &["--to", "smtp"]).succeeds();
    let told = thread.join().unwrap();
    assert_eq!(told.matches("RCPT TO:").count(), 2, "{told}");
    assert!(
        told.contains(&format!("RCPT TO:<{OWNER}>")) && told.contains("RCPT TO:<legal@northwind.example>"),
        "{told}"
    );
    remind(&home, &["--to", "smtp"]).succeeds();
}

#[cfg(feature = "smtp")]
#[test]
fn a_relay_that_refuses_hangs_or_drops_was_sent_nothing() {
    let home = firm();
    for answers in [
        &[("EHLO", "250 relay"), ("MAIL", "550 no"), ("QUIT", "221 bye"), ("RSET", "250 ok")][..],
        &[("EHLO", "250 relay"), ("MAIL", "250 ok"), ("RCPT", "hang")],
        &[("EHLO", "250 relay"), ("MAIL", "250 ok"), ("RCPT", "250 ok"), ("DATA", "drop")],
    ] {
        let (port, _) = relay(answers);
        settings(
            &home,
            &format!("[mail]\nfallback = \"legal@northwind.example\"\nsmtp = \"127.0.0.1:{port}\"\ntimeout = 1\n"),
        );
        remind(&home, &["--to", "smtp"]).exits(9).says("2 of 2 messages were not taken").says("did not take it");
    }
    settings(&home, "[mail]\nfallback = \"legal@northwind.example\"\nsmtp = \"127.0.0.1:1\"\n");
    remind(&home, &["--to", "smtp"]).exits(9).says("did not take it");
    let (port, thread) = relay(TAKES);
    settings(&home, &format!("[mail]\nfallback = \"legal@northwind.example\"\nsmtp = \"127.0.0.1:{port}\"\n"));
    remind(&home, &["--to", "smtp"]).succeeds();
    assert_eq!(thread.join().unwrap().matches("RCPT TO:").count(), 2, "the next run sends what was not taken");
}
