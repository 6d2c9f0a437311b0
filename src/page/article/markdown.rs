//! Markdown into the one HTML: elements without behaviour, everything else as text.
//!
//! Raw HTML is shown as it was written. A link is its words and, in brackets, where it leads; an image likewise: neither
//! is an element, so nothing on the page can be followed or loaded. Headings are renumbered to follow each other without
//! a gap below the page's own. What is nested deeper than anybody reads is shown flat, because browsers cut it too.

mod leaf;

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::lines::Lines;
use crate::page::escape;
use crate::page::words::Terms;
pub(super) use leaf::Leaf;
use leaf::Open;

/// Elements deeper than this are left out and their content kept; browsers stop nesting at 512.
const DEEPEST: usize = 64;

/// What Markdown became.
pub(super) struct Rendered {
    pub(super) html: String,
    pub(super) leaves: Vec<Leaf>,
}

/// Renders a text; where blocks can be changed every one tells which lines it was made from.
pub(super) fn render(text: &str, lines: &Lines<'_>, can_change: bool, words: &Terms) -> Rendered {
    let mut writer = Writer {
        html: String::with_capacity(text.len().saturating_mul(2)),
        leaves: Vec::new(),
        lines,
        can_change,
        words,
        leaf: None,
        closers: Vec::new(),
        headings: Vec::new(),
        targets: Vec::new(),
        table: Table::default(),
    };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        writer.event(event, range);
    }
    writer.close_leaf();
    writer.put_hidden(text);
    Rendered { html: writer.html, leaves: writer.leaves }
}

/// The table being written.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
    rows: bool,
    /// Where the open cell began in the leaf's HTML.
    cell: usize,
}

/// Where an open link or image leads.
struct Target {
    address: String,
    title: String,
    /// Where its words begin in the leaf's HTML.
    words: usize,
}

struct Writer<'a> {
    html: String,
    leaves: Vec<Leaf>,
    lines: &'a Lines<'a>,
    can_change: bool,
    words: &'a Terms,
    leaf: Option<Open>,
    /// The closing tags of what is open; nothing where an element was left out.
    closers: Vec<&'static str>,
    /// Levels, as written, of the headings above.
    headings: Vec<HeadingLevel>,
    targets: Vec<Target>,
    table: Table,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range.end),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                escape::text(self.inline(range), &text);
            }
            Event::Code(text) => self.code(&text, range),
            Event::SoftBreak => self.inline(range).push('\n'),
            Event::HardBreak => self.inline(range).push_str("<br>"),
            Event::Rule => {
                self.close_leaf();
                self.html.push_str("<hr>");
                self.end_of_block();
            }
            // Extensions that are not asked for; their source would be text.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                escape::text(self.inline(range), &text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn code(&mut self, text: &str, range: Range<usize>) {
        let html = self.inline(range);
        html.push_str("<code>");
        escape::text(html, text);
        html.push_str("</code>");
    }

    /// The open leaf; words that stand in an item or a quotation by themselves open one.
    fn inline(&mut self, range: Range<usize>) -> &mut String {
        let leaf = self.leaf.get_or_insert_with(|| Open::tight(range.start));
        leaf.reach(range.end);
        &mut leaf.html
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.nest(range, "<em>", "</em>"),
            Tag::Strong => self.nest(range, "<strong>", "</strong>"),
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.nest(range, "", ""),
            Tag::Link { dest_url, title, .. } => self.link(range, &dest_url, &title),
            Tag::Image { dest_url, title, .. } => self.image(range, &dest_url, &title),
            Tag::TableHead => self.row(true),
            Tag::TableRow => self.row(false),
            Tag::TableCell => self.table.cell = self.leaf.as_ref().map_or(0, |leaf| leaf.html.len()),
            block => {
                self.close_leaf();
                self.block(block, range);
            }
        }
    }

    fn block(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.leaf = Some(Open::block("p", range)),
            Tag::HtmlBlock => self.leaf = Some(Open::classed("p", "raw", range)),
            Tag::Heading { level, .. } => {
                let tag = self.heading(level);
                self.leaf = Some(Open::block(tag, range));
            }
            Tag::CodeBlock(kind) => self.code_block(&kind, range),
            Tag::Table(alignments) => {
                self.table = Table { alignments, ..Table::default() };
                self.leaf = Some(Open::block("table", range));
            }
            Tag::BlockQuote(_) => self.contain("<blockquote>", "</blockquote>"),
            Tag::List(None) => self.contain("<ul>", "</ul>"),
            Tag::List(Some(1)) => self.contain("<ol>", "</ol>"),
            Tag::List(Some(first)) => self.contain(&format!("<ol start=\"{first}\">"), "</ol>"),
            Tag::Item => self.contain("<li>", "</li>"),
            _ => self.contain("", ""),
        }
    }

    fn end(&mut self, tag: TagEnd, end: usize) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                let closer = self.closers.pop().unwrap_or_default();
                if let Some(leaf) = &mut self.leaf {
                    leaf.html.push_str(closer);
                    leaf.reach(end);
                }
            }
            TagEnd::Link => self.target("", end),
            TagEnd::Image => self.target("]", end),
            TagEnd::TableCell => self.cell(),
            TagEnd::TableHead => self.put("</tr></thead>"),
            TagEnd::TableRow => self.put("</tr>"),
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) | TagEnd::Table => self.close_leaf(),
            TagEnd::CodeBlock => {
                self.put("</code>");
                self.close_leaf();
            }
            _ => {
                self.close_leaf();
                let closer = self.closers.pop().unwrap_or_default();
                self.html.push_str(closer);
                self.end_of_block();
            }
        }
    }

    fn put(&mut self, html: &str) {
        if let Some(leaf) = &mut self.leaf {
            leaf.html.push_str(html);
        }
    }

    /// An element inside a line.
    fn nest(&mut self, range: Range<usize>, opener: &str, closer: &'static str) {
        let deep = self.closers.len() >= DEEPEST;
        self.closers.push(if deep { "" } else { closer });
        let html = self.inline(range.start..range.start);
        if !deep {
            html.push_str(opener);
        }
    }

    /// An element around blocks.
    fn contain(&mut self, opener: &str, closer: &'static str) {
        let deep = self.closers.len() >= DEEPEST;
        self.closers.push(if deep { "" } else { closer });
        if !deep {
            self.html.push_str(opener);
        }
    }

    /// The element for a heading: one below the nearest heading above that was written with a higher level.
    fn heading(&mut self, level: HeadingLevel) -> &'static str {
        while self.headings.last().is_some_and(|above| *above >= level) {
            self.headings.pop();
        }
        self.headings.push(level);
        match self.headings.len() {
            0 | 1 => "h2",
            2 => "h3",
            3 => "h4",
            4 => "h5",
            _ => "h6",
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let mut leaf = Open::block("pre", range);
        leaf.html.push_str("<code>");
        if let CodeBlockKind::Fenced(info) = kind
            && !info.is_empty()
        {
            leaf.html.push_str("<span class=\"target\">");
            escape::text(&mut leaf.html, info);
            leaf.html.push_str("</span>\n");
        }
        self.leaf = Some(leaf);
    }

    fn link(&mut self, range: Range<usize>, target: &CowStr<'_>, title: &CowStr<'_>) {
        let at = self.inline(range.start..range.start).len();
        self.targets.push(Target { address: target.to_string(), title: title.to_string(), words: at });
    }

    fn image(&mut self, range: Range<usize>, target: &CowStr<'_>, title: &CowStr<'_>) {
        let label = self.words.image;
        let html = self.inline(range.start..range.start);
        html.push_str(&format!("[{label}: "));
        let at = html.len();
        self.targets.push(Target { address: target.to_string(), title: title.to_string(), words: at });
    }

    /// Says where a link or an image leads, unless its words say just that.
    fn target(&mut self, after: &str, end: usize) {
        let Some(Target { address, title, words }) = self.targets.pop() else { return };
        let Some(leaf) = &mut self.leaf else { return };
        let shown = leaf.html.get(words..).unwrap_or_default() == escape::escaped(&address);
        leaf.html.push_str(after);
        leaf.reach(end);
        if (shown || address.is_empty()) && title.is_empty() {
            return;
        }
        leaf.html.push_str(" <span class=\"target\">(");
        escape::text(&mut leaf.html, &address);
        if !title.is_empty() {
            escape::text(&mut leaf.html, &format!(" “{title}”"));
        }
        leaf.html.push_str(")</span>");
    }

    fn row(&mut self, head: bool) {
        self.table.column = 0;
        self.table.head = head;
        self.put(match (head, self.table.rows) {
            (true, _) => "<thead><tr>",
            (false, false) => "<tbody><tr>",
            (false, true) => "<tr>",
        });
        self.table.rows |= !head;
    }

    /// Puts the tags around a cell; an empty cell of the head is no heading of anything.
    fn cell(&mut self) {
        let alignment = self.table.alignments.get(self.table.column).copied().unwrap_or(Alignment::None);
        self.table.column = self.table.column.saturating_add(1);
        let class = match alignment {
            Alignment::Right => " class=\"right\"",
            Alignment::Center => " class=\"center\"",
            Alignment::None | Alignment::Left => "",
        };
        let (at, head) = (self.table.cell, self.table.head);
        let Some(leaf) = &mut self.leaf else { return };
        let content = leaf.html.split_off(at.min(leaf.html.len()));
        let (name, scope) = if head && !content.is_empty() { ("th", " scope=\"col\"") } else { ("td", "") };
        leaf.html.push_str(&format!("<{name}{scope}{class}>{content}</{name}>"));
    }

    fn close_leaf(&mut self) {
        let Some(mut leaf) = self.leaf.take() else { return };
        if leaf.html.is_empty() && leaf.tag.starts_with('h') {
            // A heading of nothing is none to those who hear the page.
            self.headings.pop();
            leaf.tag = "p";
        }
        let range = leaf.range();
        let (first, last) = self.lines.numbers(&range);
        self.leaves.push(Leaf { start: range.start, lines: (first, last), text: self.lines.text(&range).to_owned() });
        let attribute = if self.can_change { format!(" data-lines=\"{first}-{last}\"") } else { String::new() };
        let body = if self.table.rows && leaf.tag == "table" { "</tbody>" } else { "" };
        let element = leaf.element(&attribute, body);
        if leaf.tag == "table" {
            let label = self.words.table;
            self.html.push_str(&format!(
                "<div class=\"wide\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\">{element}</div>"
            ));
        } else {
            self.html.push_str(&element);
        }
        self.end_of_block();
    }

    /// Shows what Markdown does not, such as definitions of links, at the end and as it was written.
    fn put_hidden(&mut self, text: &str) {
        self.closers.clear();
        let shown: Vec<(usize, usize)> = self.leaves.iter().map(|leaf| leaf.lines).collect();
        for range in self.lines.hidden(&shown) {
            let mut leaf = Open::classed("p", "raw", range.clone());
            escape::text(&mut leaf.html, text.get(range).unwrap_or_default().trim_end());
            self.leaf = Some(leaf);
            self.close_leaf();
        }
        self.leaves.sort_by_key(|leaf| leaf.lines);
    }

    /// A line of the HTML for each block of the text.
    fn end_of_block(&mut self) {
        if self.closers.is_empty() {
            self.html.push('\n');
        }
    }
}
