//! Charts as inline SVG in units of about a pixel, so that their words stay readable on a telephone.

use rust_decimal::Decimal;

use super::escape;

/// Units across.
const WIDE: u32 = 340;
/// Where bars begin, and how long the longest may be.
const BAR: (u32, u32) = (132, 150);
/// Units a digit takes at most.
const DIGIT: u32 = 8;
const ROW: u32 = 26;
/// Bars drawn; the table beside has them all.
const MOST: usize = 12;
/// Characters of a name beside a bar.
const NAME: usize = 15;

/// One bar: its name, how long, and the number as shown.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) size: Decimal,
    pub(super) shown: String,
}

/// Horizontal bars under an accessible title; nothing for nothing.
pub(super) fn bars(title: &str, bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.size).max().unwrap_or_default();
    if most.is_zero() {
        return String::new();
    }
    let shown: Vec<&Bar> = bars.iter().take(MOST).collect();
    let digits =
        shown.iter().map(|bar| bar.shown.chars().count()).max().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let longest = BAR.1.min((WIDE - BAR.0 - 6).saturating_sub(digits.saturating_mul(DIGIT)).max(20));
    let height = ROW * u32::try_from(shown.len()).unwrap_or(0);
    let mut out = open(title, height);
    for (row, bar) in (0_u32..).zip(shown) {
        let y = row * ROW;
        let length = part(bar.size, most, longest).max(u32::from(!bar.size.is_zero()));
        let (text, middle) = (BAR.0 - 8, y + 17);
        out.push_str(&format!(
            "<text x=\"{text}\" y=\"{middle}\" text-anchor=\"end\">{}</text><rect class=\"bar\" x=\"{}\" y=\"{}\" width=\"{length}\" height=\"16\" rx=\"2\"/>",
            escape(&short(&bar.name)),
            BAR.0,
            y + 5
        ));
        out.push_str(&format!(
            "<text class=\"n\" x=\"{}\" y=\"{middle}\">{}</text>\n",
            BAR.0 + length + 6,
            escape(&bar.shown)
        ));
    }
    out + "</svg>\n"
}

/// One column of a stacked chart: its label and the count of each kind.
pub(super) struct Column {
    pub(super) label: String,
    pub(super) counts: Vec<usize>,
}

/// Stacked columns, with the kinds in the order of their classes `k0`, `k1` ….
pub(super) fn columns(title: &str, columns: &[Column], kinds: &[&str]) -> String {
    let most = columns.iter().map(|column| column.counts.iter().sum::<usize>()).max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let (tall, top) = (110_u32, 14_u32);
    let wide = (WIDE / u32::try_from(columns.len().max(1)).unwrap_or(1)).clamp(2, 40);
    let mut out = open(title, tall + top + 40);
    for (place, column) in (0_u32..).zip(columns) {
        let (x, mut y) = (place * wide, top + tall);
        for (kind, count) in column.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = part(Decimal::from(*count), Decimal::from(most), tall).max(1);
            y = y.saturating_sub(height);
            out.push_str(&format!(
                "<rect class=\"k{kind}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{height}\"/>",
                wide - 2
            ));
        }
        let sum: usize = column.counts.iter().sum();
        if sum > 0 {
            let middle = x + wide / 2 - 1;
            out.push_str(&format!(
                "<text class=\"s\" text-anchor=\"middle\" x=\"{middle}\" y=\"{}\">{sum}</text>",
                y.saturating_sub(3)
            ));
        }
        if place % 6 == 0 {
            let (x, anchor) = if x + 45 > WIDE { (WIDE, "end") } else { (x, "start") };
            let (y, label) = (top + tall + 13, escape(&column.label));
            out.push_str(&format!("<text class=\"s\" text-anchor=\"{anchor}\" x=\"{x}\" y=\"{y}\">{label}</text>"));
        }
        out.push('\n');
    }
    out.push_str(&format!("<path class=\"axis\" d=\"M0 {0}H{WIDE}\"/>", top + tall));
    for (place, kind) in (0_u32..).zip(kinds) {
        let x = place * 80;
        let y = top + tall + 24;
        out.push_str(&format!(
            "<rect class=\"k{place}\" x=\"{x}\" y=\"{y}\" width=\"10\" height=\"10\"/><text class=\"s\" x=\"{}\" y=\"{}\">{}</text>",
            x + 14,
            y + 9,
            escape(kind)
        ));
    }
    out + "</svg>\n"
}

fn open(title: &str, height: u32) -> String {
    format!(
        "<svg role=\"img\" viewBox=\"0 0 {WIDE} {height}\" xmlns=\"http://www.w3.org/2000/svg\"><title>{0}</title><desc>{0}; the table beside it has every number.</desc>\n",
        escape(title)
    )
}

/// `size` of `most`, on `length` units; no float is needed for a picture either.
fn part(size: Decimal, most: Decimal, length: u32) -> u32 {
    let share = size.checked_div(most).and_then(|share| share.checked_mul(Decimal::from(length)));
    share
        .and_then(|units| u32::try_from(units.trunc().mantissa() / 10_i128.pow(units.trunc().scale())).ok())
        .unwrap_or(0)
}

fn short(name: &str) -> String {
    let mut short: String = name.chars().take(NAME).collect();
    if name.chars().count() > NAME {
        short.pop();
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{BAR, Bar, DIGIT, WIDE, bars, part, short};

    #[test]
    fn the_longest_bar_is_full_and_none_is_lost() {
        let large: Decimal = "79228162514264337593543950335".parse().unwrap();
        assert_eq!((part(large, large, 150), part(Decimal::ONE, large, 150)), (150, 0));
        let thousand = Decimal::from(1_000);
        assert_eq!(part(Decimal::from(1), Decimal::from(3), 150), 49);
        let bar = |size: Decimal| Bar { name: "a<b".into(), size, shown: size.to_string() };
        let drawn = bars("t", &[bar(thousand), bar("0.001".parse().unwrap())]);
        let longest = BAR.1.min(WIDE - BAR.0 - 6 - 5 * DIGIT);
        let full = format!("width=\"{longest}\"");
        assert!(drawn.contains(&full) && drawn.contains("width=\"1\"") && drawn.contains("a&lt;b"), "{drawn}");
        assert_eq!(bars("t", &[bar(Decimal::ZERO)]), "");
    }

    #[test]
    fn long_names_end_in_an_ellipsis() {
        assert_eq!(short("Fjord Eiendom Holding AS"), "Fjord Eiendom …");
    }
}
