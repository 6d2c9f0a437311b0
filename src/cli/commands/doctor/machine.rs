//! What the machine has, and the person's own settings.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::super::super::context::Context;
use crate::contract::problem::nearest;
use crate::ops::finding::filter;
use crate::report::doctor::DoctorItem;

/// The oldest git that checks SSH signatures of commits.
const OLDEST_GIT: (u32, u32) = (2, 34);

/// Programs clm can do without, and what each would add.
const OPTIONAL: &[(&str, &str)] = &[
    ("pdftotext", "import finds the text of PDF files (package poppler-utils)"),
    ("pandoc", "documents of word processors can be turned into Markdown before `new --from`"),
    ("sendmail", "reminders can be handed to a mail system"),
    ("less", "long answers are paged"),
    ("man", "`clm man` shows pages"),
];

/// Everything about the machine and the person.
pub fn look(context: &Context<'_>) -> Vec<DoctorItem> {
    let mut items = vec![git(context), ssh_keygen(context), clock(context), configuration(context), events(context)];
    items.push(completions(context));
    items.extend(OPTIONAL.iter().map(|(program, adds)| optional(context, program, adds)));
    items
}

fn git(context: &Context<'_>) -> DoctorItem {
    const CHECK: &str = "git";
    if !context.world.finds("git") {
        return DoctorItem::fail(
            CHECK,
            "git is not installed: nothing can be fetched, pushed or compared",
            "apt install git",
        );
    }
    let answer = Command::new("git").arg("--version").stdin(Stdio::null()).output();
    let text = answer.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let version = numbers.next().and_then(|n| n.parse().ok()).zip(numbers.next().and_then(|n| n.parse().ok()));
    match version {
        Some(version) if version >= OLDEST_GIT => DoctorItem::ok(CHECK, text),
        Some(_) => {
            DoctorItem::warn(CHECK, format!("{text} cannot check signatures of commits"), "install git 2.34 or later")
        }
        None => DoctorItem::warn(CHECK, "git does not say its version", "git --version"),
    }
}

fn ssh_keygen(context: &Context<'_>) -> DoctorItem {
    if context.world.finds("ssh-keygen") {
        return DoctorItem::ok("ssh-keygen", "others can check signatures without clm, and so can you");
    }
    DoctorItem::warn("ssh-keygen", "it is not installed: git cannot check signatures", "apt install openssh-client")
}

fn clock(context: &Context<'_>) -> DoctorItem {
    let now = context.world.now.to_rfc3339();
    match context.world.text("CLM_NOW") {
        None => DoctorItem::ok("clock", now),
        Some(_) => DoctorItem::warn("clock", format!("CLM_NOW sets the clock to {now}"), "unset CLM_NOW"),
    }
}

fn configuration(context: &Context<'_>) -> DoctorItem {
    const CHECK: &str = "configuration";
    if let Some(error) = &context.broken_settings {
        let first = error.details.first().unwrap_or(&error.message);
        return DoctorItem::fail(
            CHECK,
            first.clone(),
            error.hint.clone().unwrap_or_else(|| "clm config edit".to_owned()),
        );
    }
    match context.world.user_config() {
        Some(path) if path.is_file() => DoctorItem::ok(CHECK, path.display().to_string()),
        Some(path) => DoctorItem::ok(CHECK, format!("{} is not there, and need not be", path.display())),
        None => DoctorItem::warn(CHECK, "HOME is not set: there is no place for your own settings", "export HOME=…"),
    }
}

/// Programs that hear of acts: whether the acts exist, and the programs.
fn events(context: &Context<'_>) -> DoctorItem {
    const CHECK: &str = "events";
    let named = context.settings().below("events");
    let known = known_acts();
    for (name, found) in &named {
        let act = name.strip_prefix("on-").unwrap_or(name);
        if act != "any" && !known.iter().any(|known| known == act) {
            let near = nearest(act, known.iter().map(String::as_str));
            let meant = near.map(|near| format!("; on-{near} is")).unwrap_or_default();
            return DoctorItem::warn(CHECK, format!("{name}: no act is called so{meant}"), "clm config edit");
        }
        let words = found.value.words();
        let program = words.first().map(PathBuf::from).unwrap_or_default();
        let there =
            if program.is_absolute() { program.is_file() } else { context.world.finds(&program.to_string_lossy()) };
        if !there {
            let message = format!("{name}: {} is not found", program.display());
            return DoctorItem::warn(CHECK, message, format!("clm config set events.{name} COMMAND"));
        }
    }
    match named.len() {
        0 => DoctorItem::ok(CHECK, "no program hears of acts"),
        n => DoctorItem::ok(CHECK, format!("{n} commands hear of acts")),
    }
}

/// Acts are called as their commands are.
pub fn known_acts() -> Vec<String> {
    super::super::super::args::tree().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// The person's own saved queries.
pub fn own_queries(context: &Context<'_>) -> Option<DoctorItem> {
    let named = context.settings().below("query");
    let (name, fault) =
        named.iter().find_map(|(name, found)| Some((name, filter::check(&found.value.shown()).err()?)))?;
    let repair = format!("clm config set query.{name} QUERY");
    Some(DoctorItem::warn("own-queries", format!("@{name}: {}", fault.message), repair))
}

fn completions(context: &Context<'_>) -> DoctorItem {
    const CHECK: &str = "completions";
    let home = |place: &str| context.world.home().map(|home| home.join(place));
    let places = [
        home(".local/share/bash-completion/completions/clm"),
        home(".zfunc/_clm"),
        home(".config/fish/completions/clm.fish"),
        Some(PathBuf::from("/usr/share/bash-completion/completions/clm")),
        Some(PathBuf::from("/usr/share/zsh/vendor-completions/_clm")),
        Some(PathBuf::from("/usr/share/fish/vendor_completions.d/clm.fish")),
    ];
    match places.into_iter().flatten().find(|path| path.is_file()) {
        Some(path) => DoctorItem::ok(CHECK, path.display().to_string()),
        None => DoctorItem::ok(CHECK, "not in a usual place; `source <(clm completions bash)` has them for this shell"),
    }
}

fn optional(context: &Context<'_>, program: &str, adds: &str) -> DoctorItem {
    if context.world.finds(program) {
        return DoctorItem::ok(program, "installed");
    }
    DoctorItem::ok(program, format!("not installed and not needed; with it {adds}"))
}
