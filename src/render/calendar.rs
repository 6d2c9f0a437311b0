//! Months, weeks from Monday, with what falls on their days.

use chrono::{Datelike as _, NaiveDate};
use unicode_width::UnicodeWidthStr as _;

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, everywhere, visible};
use crate::report::calendar::{CalendarReport, MonthDays};

impl Schema for CalendarReport {
    const SCHEMA: &'static str = "clm.calendar/1";
}

/// Columns of a month: seven days of four.
const WIDE: usize = 28;
/// Columns between months.
const GAP: usize = 3;

impl Draw for CalendarReport {
    fn human(&self, look: &Look) -> String {
        let beside = ((look.width + GAP) / (WIDE + GAP)).clamp(1, 3);
        let mut out = String::new();
        for months in self.months.chunks(beside) {
            let grids: Vec<Vec<Line>> = months.iter().map(|month| grid(look, month, self.today)).collect();
            let height = grids.iter().map(Vec::len).max().unwrap_or(0);
            for row in 0..height {
                let mut line = String::new();
                for (place, grid) in grids.iter().enumerate() {
                    let (text, width) = grid.get(row).map_or(("", 0), |line| (line.text.as_str(), line.width));
                    line.push_str(text);
                    if place + 1 < grids.len() {
                        line.extend(std::iter::repeat_n(' ', WIDE.saturating_sub(width) + GAP));
                    }
                }
                out.push_str(line.trim_end());
                out.push('\n');
            }
            out.push('\n');
            for month in months {
                out.push_str(&listed(look, month));
            }
        }
        out.push_str(&paint(look, Label::Dim, "[5] something falls on it   <5> today   {5} both   5- a day off"));
        out.push('\n');
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let items = self.months.iter().flat_map(|month| &month.items);
        let record = |item: &crate::report::overview::DatedItem| {
            let subject = item.subject.clone().unwrap_or_default();
            let record = vec![item.date.to_string(), item.what.clone(), item.id.clone(), item.title.clone(), subject];
            everywhere::field(record, &item.repository)
        };
        items.map(record).collect()
    }
}

/// A line with its width as a terminal shows it.
struct Line {
    text: String,
    width: usize,
}

fn plain_line(look: &Look, label: Label, text: &str) -> Line {
    Line { width: text.width(), text: paint(look, label, text) }
}

fn grid(look: &Look, month: &MonthDays, today: NaiveDate) -> Vec<Line> {
    let title = month.first.format("%B %Y").to_string();
    let mut lines =
        vec![plain_line(look, Label::Head, &title), plain_line(look, Label::Dim, " Mo  Tu  We  Th  Fr  Sa  Su")];
    let blanks = usize::try_from(month.first.weekday().num_days_from_monday()).unwrap_or(0) * 4;
    let mut line = Line { text: " ".repeat(blanks), width: blanks };
    for day in month.first.iter_days().take_while(|day| *day <= month.last) {
        line.text.push_str(&cell(look, month, day, today));
        line.width += 4;
        if day.weekday().number_from_monday() == 7 || day == month.last {
            lines.push(std::mem::replace(&mut line, Line { text: String::new(), width: 0 }));
        }
    }
    lines
}

/// Four columns: the marks say what colour only repeats.
fn cell(look: &Look, month: &MonthDays, day: NaiveDate, today: NaiveDate) -> String {
    let busy = month.items.iter().any(|item| item.date == day);
    let off = month.holidays.iter().any(|holiday| holiday.date == day);
    let number = day.day();
    let (text, label) = match (busy, day == today, off) {
        (true, true, _) => (format!("{{{number}}}"), Some(Label::Warn)),
        (true, false, _) => (format!("[{number}]"), Some(Label::Warn)),
        (false, true, _) => (format!("<{number}>"), Some(Label::Head)),
        (false, false, true) => (format!(" {number}-"), Some(Label::Dim)),
        (false, false, false) => (format!(" {number}"), (day.weekday().number_from_monday() > 5).then_some(Label::Dim)),
    };
    let padded = if number < 10 && !text.starts_with(' ') { format!(" {text}") } else { text };
    let padded =
        if number < 10 && padded.starts_with(' ') && !busy && day != today { format!(" {padded}") } else { padded };
    let blanks = " ".repeat(4_usize.saturating_sub(padded.len()));
    format!("{}{blanks}", label.map_or_else(|| padded.clone(), |label| paint(look, label, &padded)))
}

fn listed(look: &Look, month: &MonthDays) -> String {
    if month.items.is_empty() && month.holidays.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", paint(look, Label::Head, &month.first.format("%B %Y").to_string()));
    for holiday in &month.holidays {
        let whose = everywhere::word(&Look { color: false, ..*look }, &holiday.repository);
        let text = format!("  {}  day off  {whose}{}", holiday.date, visible::line(&holiday.name));
        out.push_str(&format!("{}\n", paint(look, Label::Dim, &text)));
    }
    for item in &month.items {
        let what =
            item.subject.as_ref().map_or_else(|| item.what.clone(), |subject| format!("{} {subject}", item.what));
        out.push_str(&format!(
            "  {}  {:<9}  {}{}  {}\n",
            item.date,
            visible::line(&what),
            everywhere::word(look, &item.repository),
            paint(look, Label::Name, &item.id),
            visible::line(&item.title)
        ));
    }
    out.push('\n');
    out
}
