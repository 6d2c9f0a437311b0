//! Whether this terminal shows links, and where an id of an answer leads.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::render::{Link, link};
use crate::world::World;

/// Terminals that say their name in `TERM_PROGRAM` and are known to show OSC 8 links.
const PROGRAMS: &[&str] =
    &["iTerm.app", "WezTerm", "vscode", "ghostty", "Tabby", "rio", "Hyper", "WarpTerminal", "zed"];
/// Values of `TERM` of terminals known to show them.
const TERMS: &[&str] = &["xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm", "contour", "rio"];
/// The first VTE (GNOME Terminal, Tilix …) whose links do not crash: 0.50.0.
const VTE: u32 = 5000;

/// Whether the terminal of stdout is known to show links; any doubt is a no.
#[must_use]
pub fn are_known(world: &World) -> bool {
    let term = world.text("TERM").unwrap_or("dumb");
    // What runs inside a multiplexer or on a builder cannot know what is outside.
    let inside = term == "dumb" || term.starts_with("screen") || term.starts_with("tmux");
    if inside || ["TMUX", "STY", "CI"].iter().any(|name| world.variable(name).is_some()) {
        return false;
    }
    world.text("TERM_PROGRAM").is_some_and(|program| PROGRAMS.contains(&program))
        || TERMS.contains(&term)
        || world.text("VTE_VERSION").and_then(|version| version.parse::<u32>().ok()).is_some_and(|v| v >= VTE)
        || ["KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM"].iter().any(|name| world.variable(name).is_some())
}

/// `text` with the ids in it leading to their files below the tops of their repositories.
#[must_use]
pub fn woven(world: &World, tops: &BTreeMap<Option<String>, PathBuf>, text: &str, files: &[Link]) -> String {
    use std::os::unix::ffi::OsStrExt as _;
    let host = world.host();
    let address = |one: &Link| {
        let path = tops.get(&one.repository)?.join(&one.file);
        Some((one.id.clone(), link::file_address(&host, path.as_os_str().as_bytes())))
    };
    let links: HashMap<String, String> = files.iter().filter_map(address).collect();
    link::weave(text, &links)
}

#[cfg(test)]
mod tests {
    use super::are_known;
    use crate::world::World;

    #[test]
    fn only_known_terminals_get_links() {
        let known = |set: &[(&str, &str)]| {
            let mut world = World::capture();
            world.environment = set.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            are_known(&world)
        };
        assert!(known(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")]));
        assert!(known(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")]));
        assert!(known(&[("TERM", "xterm-kitty")]));
        for unknown in [
            &[][..],
            &[("TERM", "xterm-256color")],
            &[("TERM", "dumb"), ("TERM_PROGRAM", "WezTerm")],
            &[("TERM", "tmux-256color"), ("VTE_VERSION", "7600")],
            &[("TERM", "xterm"), ("VTE_VERSION", "7600"), ("TMUX", "/tmp/x")],
            &[("TERM", "xterm"), ("VTE_VERSION", "4999")],
            &[("TERM", "xterm"), ("VTE_VERSION", "-1")],
            &[("TERM", "xterm"), ("TERM_PROGRAM", "Apple_Terminal")],
            &[("TERM", "xterm"), ("TERM_PROGRAM", "vscode"), ("CI", "true")],
        ] {
            assert!(!known(unknown), "{unknown:?}");
        }
    }
}
