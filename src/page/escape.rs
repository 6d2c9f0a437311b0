//! Text into HTML, in the spelling in which browsers serialise it.
//!
//! In text `&`, `<`, `>` and the no-break space are escaped and nothing else; in attributes also the quote. Characters
//! that do not show, or reorder others, are written out as their code point, so that nobody agrees to what they cannot
//! see.

use crate::contract::visible::is_hidden;

/// Appends text of any origin.
pub(super) fn text(html: &mut String, text: &str) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\u{a0}' => html.push_str("&nbsp;"),
            '\n' | '\t' => html.push(character),
            // Parsers of HTML turn the pair into a line feed; so do we, lest the digest differ.
            '\r' if characters.peek() == Some(&'\n') => {}
            hidden if is_hidden(hidden) => {
                html.push_str("<span class=\"hidden\">U+");
                html.push_str(&format!("{:04X}", u32::from(hidden)));
                html.push_str("</span>");
            }
            other => html.push(other),
        }
    }
}

/// Text of any origin as a piece of HTML.
pub(super) fn escaped(source: &str) -> String {
    let mut html = String::with_capacity(source.len());
    text(&mut html, source);
    html
}

/// The value of an attribute, without its quotes. What does not show is left out.
pub(super) fn attribute(source: &str) -> String {
    let mut html = String::with_capacity(source.len());
    for character in source.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\u{a0}' => html.push_str("&nbsp;"),
            hidden if is_hidden(hidden) => {}
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::{attribute, escaped};

    #[test]
    fn text_is_spelled_as_browsers_spell_it() {
        for (source, html) in [
            ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
            ("\"quotes\" 'stay'", "\"quotes\" 'stay'"),
            ("10\u{a0}000", "10&nbsp;000"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("one\r\ntwo\n\tthree", "one\ntwo\n\tthree"),
            ("æøå 株式会社", "æøå 株式会社"),
        ] {
            assert_eq!(escaped(source), html);
        }
    }

    #[test]
    fn what_does_not_show_is_written_out() {
        for (source, html) in [
            ("a\u{202e}b", "a<span class=\"hidden\">U+202E</span>b"),
            ("a\u{200b}b", "a<span class=\"hidden\">U+200B</span>b"),
            ("a\rb", "a<span class=\"hidden\">U+000D</span>b"),
            ("\0", "<span class=\"hidden\">U+0000</span>"),
            ("\u{e0041}", "<span class=\"hidden\">U+E0041</span>"),
        ] {
            assert_eq!(escaped(source), html);
        }
    }

    #[test]
    fn an_attribute_cannot_be_left() {
        assert_eq!(attribute("\" onload=\"x\u{202e}<>&"), "&quot; onload=&quot;x&lt;&gt;&amp;");
    }
}
