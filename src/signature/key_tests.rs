use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{KEY_TYPE, KeyError, PublicKey, is_fingerprint};
use crate::signature::wire::put_string;

/// The public key of RFC 8032's first test, as a key line; the fingerprint is what `ssh-keygen -l` prints for it.
const LINE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

const FINGERPRINT: &str = "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8";

/// The points of order 1, 2, 4 and 8, in every spelling a decoder might take (RFC 8032 arithmetic, p = 2^255 - 19).
fn small_order() -> Vec<[u8; 32]> {
    let hex = |text: &str| {
        let mut bytes = [0_u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        }
        bytes
    };
    let canonical = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    ];
    let other_spellings = [
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];
    canonical.iter().chain(&other_spellings).map(|text| hex(text)).collect()
}

fn line_of(blob: &[u8]) -> String {
    format!("{KEY_TYPE} {}", STANDARD.encode(blob))
}

#[test]
fn a_key_line_comes_back_canonical() {
    let key: PublicKey = LINE.parse().unwrap();
    assert_eq!(key.to_string(), LINE);
    for same in [format!("{LINE}\n"), format!("{LINE}\r\n"), format!("{LINE} kari@acme laptop"), format!("{LINE} ")] {
        assert_eq!(same.parse(), Ok(key), "{same:?}");
    }
    assert_eq!(key.fingerprint(), FINGERPRINT);
    assert_eq!(key.blob().len(), 51);
    assert_eq!(PublicKey::from_blob(&key.blob()), Ok(key));
}

#[test]
fn every_small_order_point_is_refused_as_weak() {
    for bytes in small_order() {
        assert_eq!(PublicKey::from_raw(&bytes), Err(KeyError::Weak), "{bytes:02x?}");
        let mut blob = Vec::new();
        put_string(&mut blob, KEY_TYPE.as_bytes());
        put_string(&mut blob, &bytes);
        assert_eq!(line_of(&blob).parse::<PublicKey>(), Err(KeyError::Weak));
    }
}

#[test]
fn every_non_canonical_spelling_is_refused() {
    // y = p + n for the few n below 19; those that are points at all have the canonical spelling n.
    let mut refused = 0;
    for n in 2..19_u8 {
        for sign in [0, 0x80] {
            let mut bytes = [0xff; 32];
            bytes[0] = 0xed + n;
            bytes[31] = 0x7f | sign;
            let mut canonical = [0; 32];
            canonical[0] = n;
            canonical[31] = sign;
            match PublicKey::from_raw(&canonical) {
                Ok(_) => assert_eq!(PublicKey::from_raw(&bytes), Err(KeyError::NonCanonical), "p + {n}"),
                Err(error) => assert_eq!(PublicKey::from_raw(&bytes), Err(error), "p + {n}"),
            }
            refused += usize::from(PublicKey::from_raw(&bytes) == Err(KeyError::NonCanonical));
        }
    }
    assert!(refused >= 8, "{refused}");
}

#[test]
fn what_is_no_key_line_is_refused() {
    let encoded = LINE.strip_prefix("ssh-ed25519 ").unwrap();
    for wrong in [
        String::new(),
        KEY_TYPE.to_owned(),
        encoded.to_owned(),
        format!(" {LINE}"),
        format!("{LINE}\n\n"),
        format!("{LINE}\n{LINE}"),
        format!("no-pty {LINE}"),
        format!("ssh-ed25519\t{encoded}"),
        format!("SSH-ED25519 {encoded}"),
        format!("{LINE} {}", "x".repeat(5000)),
        format!("{LINE} a\u{1b}b"),
    ] {
        assert_eq!(wrong.parse::<PublicKey>(), Err(KeyError::Shape), "{wrong:?}");
    }
    for damaged in [format!("{LINE}="), LINE[..LINE.len() - 1].to_owned(), format!("ssh-ed25519  {encoded}")] {
        assert_eq!(damaged.parse::<PublicKey>(), Err(KeyError::Encoding), "{damaged:?}");
    }
}

#[test]
fn other_key_types_are_refused_by_name() {
    let named = |name: &str| Err(KeyError::Type(name.to_owned()));
    for name in ["ssh-rsa", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com", "ssh-ed25519-cert-v01@openssh.com"] {
        assert_eq!(format!("{name} AAAA").parse::<PublicKey>(), named(name));
    }
    let mut blob = Vec::new();
    put_string(&mut blob, b"ssh-rsa");
    put_string(&mut blob, &[1; 32]);
    assert_eq!(PublicKey::from_blob(&blob), named("ssh-rsa"));
    assert_eq!(line_of(&blob).parse::<PublicKey>(), Err(KeyError::TypeMismatch("ssh-rsa".to_owned())));
}

#[test]
fn blobs_are_exact() {
    let blob = LINE.parse::<PublicKey>().unwrap().blob();
    for cut in 0..blob.len() {
        assert!(PublicKey::from_blob(&blob[..cut]).is_err(), "{cut}");
    }
    assert_eq!(PublicKey::from_blob(&[&blob[..], b"\0"].concat()), Err(KeyError::Encoding));
    let mut short = Vec::new();
    put_string(&mut short, KEY_TYPE.as_bytes());
    put_string(&mut short, &[9; 31]);
    assert_eq!(PublicKey::from_blob(&short), Err(KeyError::Length(31)));
    let mut off = [0_u8; 32];
    off[0] = 2;
    assert_eq!(PublicKey::from_raw(&off), Err(KeyError::NotOnCurve));
}

#[test]
fn fingerprints_have_one_shape() {
    let print = LINE.parse::<PublicKey>().unwrap().fingerprint();
    assert!(is_fingerprint(&print), "{print}");
    for wrong in [&print[1..], &print[..print.len() - 1], "SHA256:", "MD5:00", &format!("{print}=")] {
        assert!(!is_fingerprint(wrong), "{wrong}");
    }
}
