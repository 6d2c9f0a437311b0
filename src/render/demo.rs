//! The demonstration as a transcript: chapters, commands as typed, and what they answered.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, visible, words};
use crate::report::demo::{DemoReport, DemoStep};

impl Schema for DemoReport {
    const SCHEMA: &'static str = "clm.demo/1";
}

impl Draw for DemoReport {
    /// What is left to say once the steps were shown one by one; for a dry run, the lines that would be typed.
    fn human(&self, look: &Look) -> String {
        if self.dry_run {
            return self.steps.iter().map(|told| step(look, told)).collect();
        }
        let mut out = format!("\n{}\n", paint(look, Label::Head, "Your turn"));
        out.push_str(&format!("{} in {}\n", words::count(self.items.len(), "contract"), visible::line(&self.path)));
        out.push_str(&format!("The keys made for it are in {}\n\n", visible::line(&self.keys)));
        for command in &self.next {
            out.push_str(&format!("  {}\n", paint(look, Label::Name, &visible::line(command))));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &crate::report::contract::ContractItem| {
            vec![item.id.clone(), item.status.clone(), item.title.clone(), item.path.clone()]
        };
        self.items.iter().map(record).collect()
    }
}

/// The heading of a chapter and what it is about.
#[must_use]
pub fn chapter(look: &Look, title: &str, about: &str) -> String {
    format!("\n{}\n{}", paint(look, Label::Head, title), wrapped(about, look.width.min(100)))
}

/// Whole words in lines of at most `width` columns.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut column = 0_usize;
    for word in text.split_whitespace() {
        let wide = word.chars().count();
        if column > 0 && column.saturating_add(wide) >= width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column = column.saturating_add(1);
        }
        out.push_str(word);
        column = column.saturating_add(wide);
    }
    out.push('\n');
    out
}

/// One command and its answer. `output` may hold colours of our own drawing, so it is printed as it is; what an outside
/// program said has been made visible before.
#[must_use]
pub fn step(look: &Look, step: &DemoStep) -> String {
    let mut out = format!("\n{} {}\n", paint(look, Label::Dim, "$"), paint(look, Label::Name, &step.command));
    if let Some(note) = &step.note {
        out.push_str(&format!("{}\n", paint(look, Label::Warn, &format!("({note})"))));
    }
    out.push_str(&step.output);
    if let Some(exit) = step.exit.filter(|exit| *exit != 0) {
        out.push_str(&format!("{}\n", paint(look, Label::Dim, &format!("(exit {exit})"))));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{DemoStep, Look, step, wrapped};

    #[test]
    fn text_is_wrapped_at_words() {
        assert_eq!(wrapped("one two  three", 8), "one two\nthree\n");
        assert_eq!(wrapped("unbreakable", 4), "unbreakable\n");
    }

    #[test]
    fn a_step_is_told_as_a_terminal_would_show_it() {
        let look = Look { width: 80, color: false };
        let told = DemoStep {
            command: "clm verify nda-7k2m9qxt".into(),
            exit: Some(6),
            output: "incomplete\n".into(),
            ..DemoStep::default()
        };
        assert_eq!(step(&look, &told), "\n$ clm verify nda-7k2m9qxt\nincomplete\n(exit 6)\n");
        let left_out = DemoStep { command: "git fsck".into(), note: Some("no git".into()), ..DemoStep::default() };
        assert_eq!(step(&look, &left_out), "\n$ git fsck\n(no git)\n");
    }
}
