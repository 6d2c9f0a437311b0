//! The words of a body without its markup, for the index.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Every word the page shows, one block a line; code included, HTML and link targets left out.
#[must_use]
pub fn plain_text(body: &str) -> String {
    let mut plain = String::with_capacity(body.len());
    for event in Parser::new_ext(body, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak => plain.push(' '),
            Event::HardBreak | Event::Rule => newline(&mut plain),
            Event::Start(Tag::Item | Tag::List(_)) => newline(&mut plain),
            Event::End(TagEnd::TableCell) => plain.push('\t'),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::BlockQuote(_),
            ) => newline(&mut plain),
            _ => {}
        }
    }
    plain
}

fn newline(plain: &mut String) {
    while plain.ends_with([' ', '\t']) {
        plain.pop();
    }
    if !plain.is_empty() && !plain.ends_with('\n') {
        plain.push('\n');
    }
}
