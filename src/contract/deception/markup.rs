//! Markdown that shows less, more or something else than its bytes say.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{Marks, characters};

/// Marks everything of this kind.
pub(super) fn inspect(text: &str, marks: &mut Marks) {
    let mut reader = Reader { text, marks, open: Vec::new(), used: BTreeMap::new(), shown: Vec::new() };
    let mut events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    for (event, range) in events.by_ref() {
        reader.event(&event, range);
    }
    let known: Vec<(String, Range<usize>, bool)> = events
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (label.to_lowercase(), definition.span.clone(), definition.title.is_some()))
        .collect();
    reader.definitions(known);
}

/// A link or image being read.
struct Link {
    at: usize,
    target: String,
    image: bool,
    text: String,
}

struct Reader<'a> {
    text: &'a str,
    marks: &'a mut Marks,
    open: Vec<Link>,
    used: BTreeMap<String, usize>,
    /// Byte ranges of text that the page shows, in order.
    shown: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                self.begin(range.start, *link_type, dest_url, title, id, false);
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                self.begin(range.start, *link_type, dest_url, title, id, true);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end(),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.split_whitespace().count() > 1 => {
                self.marks.warn(
                    range.start,
                    "hidden-info",
                    "the words after the opening of a code block are not shown.",
                );
            }
            Event::Text(content) | Event::Code(content) => self.words(content, range),
            Event::Html(_) | Event::InlineHtml(_) => self.html(range),
            _ => {}
        }
    }

    fn words(&mut self, content: &str, range: Range<usize>) {
        for link in &mut self.open {
            if link.text.len() < 4096 {
                link.text.push_str(content);
            }
        }
        let raw = self.text.get(range.clone()).unwrap_or_default();
        if raw.starts_with('&') && raw != content {
            // An entity such as `&#8203;` writes what the raw text does not show.
            let mut inner = super::Marks::default();
            characters::inspect(content, &mut inner);
            for mark in inner.all {
                self.marks.add(range.start, mark.character, mark.code, mark.severity, mark.message);
            }
        }
        self.shown.push(range);
    }

    fn html(&mut self, range: Range<usize>) {
        let raw = self.text.get(range.clone()).unwrap_or_default().trim_start();
        if raw.starts_with("<!--") {
            self.marks.refuse(range.start, "html-comment", "an HTML comment is text that the page does not show.");
        } else if raw.starts_with('<') {
            self.marks.refuse(range.start, "raw-html", "raw HTML can hide or restyle text.");
        }
        self.shown.push(range);
    }

    fn begin(&mut self, at: usize, kind: LinkType, target: &str, title: &str, id: &str, image: bool) {
        if matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            *self.used.entry(id.to_lowercase()).or_default() += 1;
        }
        if !title.trim().is_empty() {
            self.marks.refuse(at, "link-title", "the title of a link or image is text that the page does not show.");
        }
        let target = if kind == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
        self.open.push(Link { at, target, image, text: String::new() });
    }

    fn end(&mut self) {
        let Some(link) = self.open.pop() else { return };
        let scheme = scheme(&link.target);
        let remote = link.target.starts_with("//") || matches!(scheme.as_deref(), Some("http" | "https" | "ftp"));
        match (scheme.as_deref(), link.image) {
            _ if remote && link.image => {
                let message = "an image from elsewhere can change after signing: keep a copy as an annex.";
                self.marks.refuse(link.at, "remote-image", message);
            }
            _ if remote => {
                let message = "what this link leads to can change after signing: write the address as text, or add a copy as an annex.";
                self.marks.refuse(link.at, "remote-link", message);
            }
            (None | Some("mailto" | "tel"), _) => {}
            (Some(other), _) => {
                self.marks.refuse(
                    link.at,
                    "unsafe-link",
                    format!("a link of the kind `{other}:` has no place in a contract."),
                );
            }
        }
        if !link.image && misleads(&link.text, &link.target) {
            let (text, target) = (clip(&link.text), clip(&link.target));
            self.marks.refuse(link.at, "link-mismatch", format!("the link shows `{text}` but leads to `{target}`."));
        }
    }

    /// Definitions nothing refers to, second definitions of a label, and titles: words the page never shows.
    fn definitions(&mut self, known: Vec<(String, Range<usize>, bool)>) {
        let message = "a link definition that nothing uses is text that the page does not show.";
        let mut first = BTreeMap::new();
        for (label, span, _) in &known {
            if !self.used.contains_key(label) {
                self.marks.refuse(span.start, "unused-reference", message);
            }
            first.insert(span.start, span.end);
        }
        let (mut at, mut shown) = (0, 0);
        for line in self.text.split('\n') {
            let quoted = line.trim_start_matches([' ', '\t', '>']);
            let begin = at + line.len() - quoted.len();
            while self.shown.get(shown).is_some_and(|range| range.end <= begin) {
                shown += 1;
            }
            let visible = self.shown.get(shown).is_some_and(|range| range.start <= begin + 1);
            let inside = first.range(..=begin).next_back().is_some_and(|(_, end)| begin < *end);
            if quoted.starts_with('[') && quoted.contains("]:") && !visible && !inside {
                self.marks.refuse(begin, "unused-reference", message);
            }
            at += line.len() + 1;
        }
    }
}

fn scheme(target: &str) -> Option<String> {
    let compact: String = target.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(200).collect();
    let (scheme, _) = compact.split_once(':')?;
    let good = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'));
    good.then(|| scheme.to_ascii_lowercase())
}

/// Whether the words of a link look like an address that is not the one it leads to.
fn misleads(text: &str, target: &str) -> bool {
    text.split_whitespace().filter_map(address).any(|shown| match address(target) {
        Some(real) => real != shown,
        None => !target.contains(&shown),
    })
}

/// `mailto:a@x.no` → `a@x.no`; `https://www.X.no/a` → `x.no`; words that look like no address → nothing.
fn address(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | '(' | ')' | '<' | '>' | '"' | '\''));
    let bare = word.split_once("://").map_or(word, |(_, rest)| rest);
    let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
    let bare = bare.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase();
    let spelled = word.contains("://") || word.starts_with("mailto:") || word.starts_with("www.");
    let host = bare.rsplit('@').next().unwrap_or_default();
    let dotted = host.rsplit_once('.').is_some_and(|(name, end)| {
        !name.is_empty()
            && end.len() >= 2
            && end.chars().all(char::is_alphabetic)
            && name.chars().any(char::is_alphabetic)
    });
    if !spelled && (!dotted || host.ends_with(".md")) {
        return None;
    }
    Some(bare.strip_prefix("www.").unwrap_or(&bare).to_owned())
}

fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}
