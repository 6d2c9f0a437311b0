use proptest::prelude::{Strategy as _, any, prop, proptest};

use super::{ChangeError, Document, LARGEST_FILE, LARGEST_FRONT_MATTER, split};
use crate::contract::header::value_for;
use crate::contract::key_path::KeyPath;

const NDA: &str = "id = \"nda-7k2m9qxt\"\ntitle = \"NDA\"  # short\nkind = \"nda\"\n\n[[party]]\nname = \"Acme AS\"\n";

fn changed(file: &[u8], assignments: &[&str]) -> Result<Document, ChangeError> {
    let changes: Vec<_> = assignments
        .iter()
        .map(|text| {
            let (path, value) = KeyPath::assignment(text).unwrap();
            let value = value_for(&path, value).unwrap();
            (path, value)
        })
        .collect();
    Document::parse("contract.md", file).unwrap().with_changes("contract.md", &changes)
}

#[test]
fn bodies_are_kept_to_the_byte() {
    for body in ["", "text", "text\r\nmore\n", "\n\n+++\nnot a fence any more\n+++\n", "lone\rreturn", "\u{202e}x\n"] {
        for header in [NDA.to_owned(), NDA.replace('\n', "\r\n")] {
            let bytes = Document::compose(&header, body);
            let document = Document::parse("contract.md", &bytes).unwrap();
            assert_eq!((document.body(), document.front_matter()), (body, header.as_str()));
            assert_eq!(document.bytes(), bytes);
            assert_eq!(&document.bytes()[document.body_range()], body.as_bytes());
            assert_eq!(document.body_line(), 9);
        }
    }
}

#[test]
fn files_that_cannot_be_split_are_refused_at_their_place() {
    let not_utf8 = [b"+++\n+++\n\xc3\xa5 ".as_slice(), b"\xff"].concat();
    for (bytes, code, place) in [
        (b"".as_slice(), "no-front-matter", (1, 1)),
        (b"# Title\n", "no-front-matter", (1, 1)),
        (b"---\n---\n", "no-front-matter", (1, 1)),
        (b"\n+++\n+++\n", "no-front-matter", (1, 1)),
        (b" +++\n+++\n", "no-front-matter", (1, 1)),
        (b"++++\n+++\n", "no-front-matter", (1, 1)),
        (b"+++", "no-front-matter", (1, 1)),
        (b"+++\n", "unclosed-front-matter", (1, 1)),
        (b"+++\n+++ \n", "unclosed-front-matter", (1, 1)),
        (b"+++\r\n +++\r\n", "unclosed-front-matter", (1, 1)),
        (b"+++\r+++\r", "no-front-matter", (1, 1)),
        ("\u{feff}+++\n+++\n".as_bytes(), "byte-order-mark", (1, 1)),
        (b"+++\n+++\nab\0", "nul", (3, 3)),
        (&not_utf8, "not-utf-8", (3, 3)),
        (&vec![b'x'; LARGEST_FILE + 1], "too-large", (1, 1)),
        (&[b"+++\n", vec![b'#'; LARGEST_FRONT_MATTER].as_slice(), b"\n+++\n"].concat(), "too-large", (2, 1)),
    ] {
        let problems = split("contract.md", bytes).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].code, (problems[0].line, problems[0].column)), (code, place));
    }
}

#[test]
fn the_last_line_may_close_the_front_matter() {
    let split = split("contract.md", b"+++\na = 1\n+++").unwrap();
    assert_eq!((split.front_matter(), split.body()), ("a = 1\n", ""));
}

#[test]
fn changes_touch_their_keys_only() {
    let file = Document::compose(NDA, "Body\r\nas it was");
    let document =
        changed(&file, &["title=Mutual NDA", "term.notice=2 months", "party.\"Acme AS\".role=supplier"]).unwrap();
    let expected = "+++\nid = \"nda-7k2m9qxt\"\ntitle = \"Mutual NDA\"  # short\nkind = \"nda\"\n\n[[party]]\n\
                    name = \"Acme AS\"\nrole = \"supplier\"\n\n[term]\nnotice = \"2 months\"\n+++\nBody\r\nas it was";
    assert_eq!(String::from_utf8_lossy(document.bytes()), expected);
}

#[test]
fn changes_keep_carriage_returns() {
    let file = Document::compose(&NDA.replace('\n', "\r\n"), "Body\n");
    let document = changed(&file, &["language=nb"]).unwrap();
    let text = String::from_utf8_lossy(document.bytes()).into_owned();
    assert!(text.contains("kind = \"nda\"\r\nlanguage = \"nb\"\r\n\r\n[[party]]\r\n"), "{text:?}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count() + 1);
}

#[test]
fn a_change_that_spoils_the_header_is_refused() {
    let file = Document::compose(NDA, "");
    for (assignment, code) in [
        ("title=", "missing-key"),
        ("term.notice=soon", "bad-span"),
        ("id=nda-x", "bad-id"),
        ("title=a\u{202e}b", "hidden-character"),
    ] {
        match changed(&file, &[assignment]) {
            Err(ChangeError::Invalid(problems)) => assert_eq!(problems[0].code, code, "{assignment}"),
            other => panic!("{assignment}: {other:?}"),
        }
    }
    assert_eq!(changed(&file, &["title=NDA"]).unwrap().bytes(), file);
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Document::parse("contract.md", &bytes);
        let _ = Document::parse("contract.md", &[b"+++\n", bytes.as_slice(), b"\n+++\n"].concat());
    }

    #[test]
    fn no_text_panics(text in "[a-z\\[\\]{}\"'=.,# \n\r0-9+-]{0,200}") {
        let _ = Document::parse("contract.md", format!("+++\n{text}\n+++\n").as_bytes());
    }

    #[test]
    fn any_body_survives(body in any::<String>().prop_filter("NUL is refused", |body| !body.contains('\0'))) {
        let bytes = Document::compose(NDA, &body);
        let document = Document::parse("contract.md", &bytes).unwrap();
        assert_eq!(document.body(), body);
        assert_eq!(document.bytes(), bytes);
    }
}
