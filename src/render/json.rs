//! The report as JSON: its own serialisation behind a schema name, field order as declared.
//!
//! Characters that would act on a terminal are written as `\u` escapes: JSON is printed there too, and to a program
//! both spellings are one string.

use std::io;

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

use super::visible;

/// A report's JSON shape: `clm.<command>/<number>`, additive within a number.
pub trait Schema: Serialize {
    /// Such as `clm.due/1`.
    const SCHEMA: &'static str;
}

impl Schema for crate::report::event::EventReport {
    const SCHEMA: &'static str = "clm.event/1";
}

#[derive(Serialize)]
struct Document<'a, R> {
    schema: &'static str,
    #[serde(flatten)]
    report: &'a R,
}

/// One pretty-printed object and a line feed.
///
/// # Errors
/// When the report cannot be serialised, which is a fault of ours.
pub fn document<R: Schema>(report: &R) -> Result<String, serde_json::Error> {
    write(&Document { schema: R::SCHEMA, report }, Safe(PrettyFormatter::with_indent(b"  ")))
}

/// Any value on one line, without a line feed.
///
/// # Errors
/// As [`document`].
pub fn one_line<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    write(value, Safe(serde_json::ser::CompactFormatter)).map(|text| text.trim_end().to_owned())
}

fn write<T: Serialize, F: Formatter>(value: &T, formatter: F) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, formatter))?;
    bytes.push(b'\n');
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A formatter that writes acting characters as escapes and leaves everything else to `F`.
struct Safe<F>(F);

macro_rules! pass_on {
    ($($name:ident($($arg:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $arg: $type)*) -> io::Result<()> {
            self.0.$name(writer $(, $arg)*)
        })*
    };
}

impl<F: Formatter> Formatter for Safe<F> {
    pass_on! {
        begin_array(); end_array(); begin_array_value(first: bool); end_array_value();
        begin_object(); end_object(); begin_object_key(first: bool); end_object_key();
        begin_object_value(); end_object_value(); write_char_escape(escape: CharEscape);
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut units = [0; 2];
        for c in fragment.chars() {
            if visible::acts(c) {
                for unit in c.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                writer.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Schema, document, one_line};

    #[derive(serde::Serialize)]
    struct Sample {
        title: &'static str,
        items: Vec<u8>,
    }

    impl Schema for Sample {
        const SCHEMA: &'static str = "clm.sample/1";
    }

    #[test]
    fn the_schema_comes_first_and_nothing_acts() {
        let text = document(&Sample { title: "a\u{202e}\u{9b}\u{e0041}é", items: vec![1] }).unwrap();
        assert!(text.starts_with("{\n  \"schema\": \"clm.sample/1\",\n"), "{text}");
        assert!(text.contains("a\\u202e\\u009b\\udb40\\udc41é"), "{text}");
        let back: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["title"], "a\u{202e}\u{9b}\u{e0041}é");
    }

    #[test]
    fn one_line_is_one_line() {
        let text = one_line(&serde_json::json!({"a": "x\ny", "b": [1, 2]})).unwrap();
        assert_eq!(text, r#"{"a":"x\ny","b":[1,2]}"#);
    }
}
