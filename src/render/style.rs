//! Labels to colours: the one place that names a colour. Without colour a label leaves no trace.

use anstyle::{AnsiColor, Style};

use super::Look;

/// What a piece of text is, as far as its looks go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Label {
    /// An id or a command to type.
    Name,
    /// Good news: active, valid.
    Good,
    /// Wants attention: pending, due soon.
    Warn,
    /// Bad news: broken, invalid, overdue.
    Bad,
    /// Less important: paths, reasons.
    Dim,
    /// A heading.
    Head,
    /// A match inside a snippet.
    Match,
    /// Words that went: struck through as well, for those who do not see the colour.
    Old,
    /// Words that came: underlined as well.
    New,
}

/// `text` in the label's colour, or unchanged where there is no colour.
#[must_use]
pub fn paint(look: &Look, label: Label, text: &str) -> String {
    if !look.color || text.is_empty() {
        return text.to_owned();
    }
    let style = style(label);
    format!("{style}{text}{style:#}")
}

fn style(label: Label) -> Style {
    let plain = Style::new();
    match label {
        Label::Name => plain.fg_color(Some(AnsiColor::Cyan.into())),
        Label::Good => plain.fg_color(Some(AnsiColor::Green.into())),
        Label::Warn => plain.fg_color(Some(AnsiColor::Yellow.into())),
        Label::Bad => plain.fg_color(Some(AnsiColor::Red.into())).bold(),
        Label::Dim => plain.dimmed(),
        Label::Head => plain.bold(),
        Label::Old => plain.fg_color(Some(AnsiColor::Red.into())).strikethrough(),
        Label::New => plain.fg_color(Some(AnsiColor::Green.into())).underline(),
        Label::Match => plain.bold().fg_color(Some(AnsiColor::Yellow.into())),
    }
}

/// The label of a status word.
#[must_use]
pub fn of_status(status: &str) -> Label {
    match status {
        "active" | "signed" | "valid" | "awaiting" => Label::Good,
        "broken" | "invalid" | "unknown" | "declined" => Label::Bad,
        "pending" | "review" | "approved" | "lapsed" | "untrusted" | "incomplete" => Label::Warn,
        _ => Label::Dim,
    }
}
