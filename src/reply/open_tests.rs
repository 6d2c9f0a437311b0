use super::super::armour;
use super::{LARGEST_FILE, OpenError, Opened, open};

const REPLY: &str = r#"{"key":"k","signature":"s","statement":"t","type":"urn:clm:reply:v1"}"#;

fn found(bytes: impl AsRef<[u8]>) -> (Vec<String>, bool, Option<String>) {
    match open(bytes.as_ref()) {
        Ok(Opened::Replies { replies, mail, from }) => {
            (replies.into_iter().map(|reply| String::from_utf8(reply.bytes).unwrap()).collect(), mail, from)
        }
        other => panic!("{other:?}"),
    }
}

fn mail(kind: &str, encoding: &str, body: &str) -> String {
    format!(
        "Received: by mail.acme.example\r\nFrom: Kari Nordmann <Kari@acme.example>\r\nTo: us@northwind.example\r\n\
         Subject: =?utf-8?Q?Signert_=C3=A6?=\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n\
         Content-Transfer-Encoding: {encoding}\r\n\r\n{body}"
    )
}

fn printable(text: &str) -> String {
    let escaped = text.replace('=', "=3D");
    let wrapped = |line: &str| {
        let characters: Vec<char> = line.chars().collect();
        characters.chunks(60).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("=\r\n")
    };
    escaped.lines().map(wrapped).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn a_file_a_text_and_a_mail_hold_the_same_reply() {
    let text = armour::write(REPLY.as_bytes());
    assert_eq!(found(REPLY), (vec![REPLY.to_owned()], false, None));
    assert_eq!(found(format!("\n  {REPLY}\r\n")).0.len(), 1);
    assert_eq!(found(&text), (vec![REPLY.to_owned()], false, None));
    assert_eq!(found(format!("Hello\n\n{text}")).0, [REPLY]);
    let wide = |text: &str| [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    assert_eq!(found(wide(&text)).0, [REPLY], "saved by an editor as Unicode");
    assert_eq!(found(format!("\u{feff}{text}")).0, [REPLY]);
    let whole = (vec![REPLY.to_owned()], true, Some("kari@acme.example".to_owned()));
    let base64 = text.replace('\n', "\r\n");
    for (name, mail) in [
        ("plain", mail("text/plain; charset=us-ascii", "7bit", &text)),
        ("quoted", mail("text/plain; charset=utf-8", "8bit", &format!("æøå\r\n> {}", text.replace('\n', "\r\n> ")))),
        ("printable", mail("text/plain; charset=utf-8", "quoted-printable", &printable(&text))),
        (
            "html",
            mail(
                "text/html",
                "7bit",
                &format!("<html><body><p>{}</p></body></html>", base64.replace("\r\n", "<br>\r\n")),
            ),
        ),
        (
            "html quoted-printable",
            mail(
                "text/html",
                "quoted-printable",
                &printable(&format!("<div>{}</div>", text.replace('\n', "<br />\n"))),
            ),
        ),
        (
            "mailbox file",
            format!("From kari@acme.example Tue Nov 24 08:00:00 2026\n{}", mail("text/plain", "7bit", &text)),
        ),
    ] {
        assert_eq!(found(&mail), whole, "{name}: {mail}");
    }
}

#[test]
fn an_attachment_is_found_and_counts_once_beside_its_text() {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(REPLY);
    let attached = format!(
        "--b\r\nContent-Type: application/json; name=reply.json\r\nContent-Disposition: attachment; \
         filename=reply.json\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n"
    );
    let text = armour::write(REPLY.as_bytes());
    let body = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>{}</p>\r\n{attached}--b--\r\n",
        text.replace("eyJ", "ey€J")
    );
    assert_eq!(found(mail("multipart/mixed; boundary=b", "7bit", &body)).0, [REPLY], "the damaged copy does no harm");
    let forwarded = mail("multipart/mixed; boundary=b", "7bit", &format!("{attached}--b--\r\n"));
    let outer = format!("--c\r\nContent-Type: message/rfc822\r\n\r\n{forwarded}\r\n--c--\r\n");
    assert_eq!(found(mail("multipart/mixed; boundary=c", "7bit", &outer)).0, [REPLY], "forwarded as an attachment");
}

#[test]
fn what_is_no_reply_is_told_from_one() {
    let refused = |bytes: &[u8]| open(bytes).unwrap_err().to_string();
    assert!(matches!(open(br#"{ "_type": "https://in-toto.io/Statement/v1" }"#), Ok(Opened::Statement)));
    assert!(matches!(open(b"-----BEGIN SSH SIGNATURE-----\n"), Ok(Opened::Signature)));
    for (bytes, words) in [
        (b"".as_slice(), "empty"),
        (b" \n", "empty"),
        (b"hello", "no reply"),
        (b"PK\x03\x04", "no reply"),
        (b"\xff\xfe{\0}\0", "encoding"),
        (b"\xef\xbb\xbf{}", "encoding"),
        (b"{}", "missing field"),
        (b"{\"key\":", "cut short"),
        (b"-----BEGIN CLM REPLY-----\nAAAA\n", "cut short"),
        (b"-----BEGIN CLM REPLY-----\nAAAA\n-----END CLM REPLY-----\n", "not ASCII"),
        (b"From: a@b.example\n\nhello", "no reply"),
    ] {
        let told = refused(bytes);
        assert!(told.contains(words), "{told} lacks `{words}`");
    }
    assert_eq!(open(&vec![b'x'; LARGEST_FILE + 1]), Err(OpenError::TooLarge(LARGEST_FILE + 1)));
    let cut = mail("text/plain", "7bit", &armour::write(REPLY.as_bytes())[..60]);
    assert!(refused(cut.as_bytes()).contains("cut short"));
}
