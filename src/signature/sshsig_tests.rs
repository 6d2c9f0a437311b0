use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::{Just, any, prop_assert, prop_assert_eq, proptest};

use super::{Defect, ORDER, SshSig, canonical, signed_data, verify, verify_raw};
use crate::signature::armour;
use crate::signature::key::KeyError;
use crate::signature::namespace::{COMMIT, STATEMENT};
use crate::signature::testing::Hand;
use crate::signature::wire::put_string;

const MESSAGE: &[u8] = b"The parties agree.\n";

fn hand() -> Hand {
    Hand::new(7)
}

fn good() -> String {
    hand().sign(STATEMENT, MESSAGE)
}

/// Every field of a blob, so that each can be made wrong on its own.
struct Parts {
    magic: Vec<u8>,
    version: u32,
    key: Vec<u8>,
    namespace: Vec<u8>,
    reserved: Vec<u8>,
    hash: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
    tail: Vec<u8>,
}

impl Parts {
    fn good() -> Self {
        let sound = SshSig::parse(good().as_bytes()).unwrap();
        Self {
            magic: b"SSHSIG".to_vec(),
            version: 1,
            key: sound.public.blob(),
            namespace: STATEMENT.into(),
            reserved: Vec::new(),
            hash: b"sha512".to_vec(),
            algorithm: b"ssh-ed25519".to_vec(),
            signature: sound.signature.to_vec(),
            tail: Vec::new(),
        }
    }

    fn with(change: impl FnOnce(&mut Self)) -> String {
        let mut parts = Self::good();
        change(&mut parts);
        armour::write(&parts.blob())
    }

    fn blob(&self) -> Vec<u8> {
        let mut inner = Vec::new();
        put_string(&mut inner, &self.algorithm);
        put_string(&mut inner, &self.signature);
        let mut blob = self.magic.clone();
        blob.extend_from_slice(&self.version.to_be_bytes());
        for field in [&self.key, &self.namespace, &self.reserved, &self.hash, &inner] {
            put_string(&mut blob, field);
        }
        blob.extend_from_slice(&self.tail);
        blob
    }
}

fn key_blob(kind: &str, raw: &[u8]) -> Vec<u8> {
    let mut blob = Vec::new();
    put_string(&mut blob, kind.as_bytes());
    put_string(&mut blob, raw);
    blob
}

/// S + L, little-endian: the classic second form of a signature.
fn plus_order(signature: &mut [u8]) {
    let mut carry = 0_u16;
    for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(carry, 0);
}

fn wrapped(width: usize, ending: &str) -> String {
    let blob = STANDARD.encode(Parts::good().blob());
    let lines: Vec<&str> = blob.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN SSH SIGNATURE-----{ending}{}{ending}-----END SSH SIGNATURE-----{ending}", lines.join(ending))
}

/// A signature over `MESSAGE` by the identity point: R = identity, S = 0 would satisfy the plain check.
fn small_order_signature(parts: &mut Parts) {
    let mut identity = [0; 32];
    identity[0] = 1;
    parts.key = key_blob("ssh-ed25519", &identity);
    parts.signature = [identity, [0; 32]].concat();
}

/// Armours with a defect in the text.
fn armour_defects() -> Vec<(&'static str, String, Defect)> {
    let good = good();
    vec![
        ("text-before", format!("Signed by Kari:\n{good}"), Defect::TextAround),
        ("text-after", format!("{good}Approved for another 10 000 EUR\n"), Defect::TextAround),
        ("blank-line-before", format!("\n{good}"), Defect::TextAround),
        ("blank-line-after", format!("{good}\n"), Defect::TextAround),
        ("blank-after-end", format!("{} \n", good.trim_end()), Defect::TextAround),
        ("byte-order-mark", format!("\u{feff}{good}"), Defect::TextAround),
        ("two-armours", format!("{good}{good}"), Defect::SeveralArmours),
        ("two-armours-other-key", format!("{good}{}", Hand::new(8).sign(STATEMENT, MESSAGE)), Defect::SeveralArmours),
        ("crlf", good.replace('\n', "\r\n"), Defect::CarriageReturn),
        ("cr-only", good.replace('\n', "\r"), Defect::CarriageReturn),
        ("wrapped-at-64", wrapped(64, "\n"), Defect::Rewrapped),
        ("wrapped-at-76", wrapped(76, "\n"), Defect::Rewrapped),
        ("one-line", wrapped(4000, "\n"), Defect::Rewrapped),
        ("blank-line-inside", good.replacen("-----\n", "-----\n\n", 1), Defect::Rewrapped),
        ("no-final-newline", good.trim_end().to_owned(), Defect::NoFinalNewline),
        ("no-end-line", good.replace("-----END SSH SIGNATURE-----\n", ""), Defect::Truncated),
        ("no-begin-line", good.replace("-----BEGIN SSH SIGNATURE-----\n", ""), Defect::NoArmour),
        ("pgp", good.replace("SSH SIGNATURE", "PGP SIGNATURE"), Defect::NoArmour),
        ("empty", String::new(), Defect::NoArmour),
        ("nothing-inside", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n".into(), Defect::Truncated),
        ("blank-in-base64", good.replacen("U1NI", "U1N I", 1), Defect::Base64),
        ("padding-added", good.replacen("\n-----END", "=\n-----END", 1), Defect::Base64),
        ("url-safe-base64", good.replacen("U1NI", "U1N_", 1), Defect::Base64),
        ("too-large", format!("{good}{}", "\n".repeat(20_000)), Defect::TooLarge(good.len() + 20_000)),
    ]
}

/// Canonical armours with a defect inside.
fn blob_defects() -> Vec<(&'static str, String, Defect)> {
    let key_type = |name: &str| Defect::KeyType(name.to_owned());
    let foreign = |kind: &'static str| Parts::with(|parts| parts.key = key_blob(kind, &[1; 65]));
    let weak = Defect::Key(KeyError::Weak);
    vec![
        ("magic", Parts::with(|p| p.magic = b"SSHSIQ".to_vec()), Defect::Magic),
        ("version-0", Parts::with(|p| p.version = 0), Defect::Version(0)),
        ("version-2", Parts::with(|p| p.version = 2), Defect::Version(2)),
        ("reserved-set", Parts::with(|p| p.reserved = b"pay Eve".to_vec()), Defect::Reserved),
        ("hash-sha256", Parts::with(|p| p.hash = b"sha256".to_vec()), Defect::HashSha256),
        ("hash-unknown", Parts::with(|p| p.hash = b"md5".to_vec()), Defect::HashUnknown("md5".to_owned())),
        ("hash-empty", Parts::with(|p| p.hash = Vec::new()), Defect::HashUnknown(String::new())),
        ("key-rsa", foreign("ssh-rsa"), key_type("ssh-rsa")),
        ("key-dsa", foreign("ssh-dss"), key_type("ssh-dss")),
        ("key-ecdsa", foreign("ecdsa-sha2-nistp256"), key_type("ecdsa-sha2-nistp256")),
        ("key-security-key", foreign("sk-ssh-ed25519@openssh.com"), key_type("sk-ssh-ed25519@openssh.com")),
        ("key-certificate", foreign("ssh-ed25519-cert-v01@openssh.com"), key_type("ssh-ed25519-cert-v01@openssh.com")),
        ("key-short", Parts::with(|p| p.key = key_blob("ssh-ed25519", &[9; 31])), Defect::Key(KeyError::Length(31))),
        ("key-with-tail", Parts::with(|p| p.key.push(0)), Defect::Key(KeyError::Encoding)),
        ("key-weak", Parts::with(small_order_signature), weak),
        ("key-of-another", Parts::with(|p| p.key = Hand::new(8).public().blob()), Defect::Incorrect),
        (
            "algorithm-differs",
            Parts::with(|p| p.algorithm = b"rsa-sha2-512".to_vec()),
            Defect::Algorithm("rsa-sha2-512".to_owned()),
        ),
        ("signature-short", Parts::with(|p| p.signature.truncate(63)), Defect::SignatureLength(63)),
        ("signature-long", Parts::with(|p| p.signature.push(0)), Defect::SignatureLength(65)),
        ("s-plus-order", Parts::with(|p| plus_order(&mut p.signature)), Defect::Malleable),
        ("signature-bit-flipped", Parts::with(|p| p.signature[0] ^= 1), Defect::Incorrect),
        ("signature-zero", Parts::with(|p| p.signature.fill(0)), Defect::Incorrect),
        ("tail", Parts::with(|p| p.tail.push(0)), Defect::TrailingBytes),
        ("cut-short", armour::write(&Parts::good().blob()[..100]), Defect::Truncated),
        ("length-huge", Parts::with(|p| p.magic = b"SSHSIG\0\0\0\x01\xff\xff\xff\xff".to_vec()), Defect::Truncated),
        (
            "namespace-git",
            hand().sign(COMMIT, MESSAGE),
            Defect::Namespace { found: COMMIT.to_owned(), expected: STATEMENT.to_owned() },
        ),
        (
            "namespace-older",
            hand().sign("clm-statement-v0", MESSAGE),
            Defect::Namespace { found: "clm-statement-v0".to_owned(), expected: STATEMENT.to_owned() },
        ),
        ("namespace-renamed", Parts::with(|p| p.namespace = b"clm-policy-v1".to_vec()), {
            Defect::Namespace { found: "clm-policy-v1".to_owned(), expected: STATEMENT.to_owned() }
        }),
        ("namespace-not-text", Parts::with(|p| p.namespace = vec![0xff]), Defect::NamespaceNotText),
        ("namespace-empty", Parts::with(|p| p.namespace.clear()), {
            Defect::Namespace { found: String::new(), expected: STATEMENT.to_owned() }
        }),
        ("other-message", hand().sign(STATEMENT, b"The parties disagree.\n"), Defect::Incorrect),
    ]
}

fn all_defects() -> Vec<(&'static str, String, Defect)> {
    armour_defects().into_iter().chain(blob_defects()).collect()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/signatures")
}

#[test]
fn a_good_signature_names_its_key() {
    assert_eq!(verify(STATEMENT, MESSAGE, good().as_bytes()), Ok(hand().public()));
    assert_eq!(fs::read_to_string(fixtures().join("good.sig")).unwrap(), good());
    assert_eq!(fs::read(fixtures().join("message")).unwrap(), MESSAGE);
}

#[test]
fn every_defect_has_its_name_and_its_fixture() {
    for (name, armour, defect) in all_defects() {
        assert_eq!(verify(STATEMENT, MESSAGE, armour.as_bytes()), Err(defect.clone()), "{name}");
        let kept = fs::read_to_string(fixtures().join(format!("{name}.sig"))).unwrap();
        assert!(kept == armour, "the fixture {name} is another one");
    }
}

/// Writes the fixtures anew: `cargo test --lib write_the_signature_fixtures -- --ignored`.
#[test]
#[ignore = "writes fixtures/signatures"]
fn write_the_signature_fixtures() {
    fs::create_dir_all(fixtures()).unwrap();
    fs::write(fixtures().join("message"), MESSAGE).unwrap();
    fs::write(fixtures().join("good.sig"), good()).unwrap();
    for (name, armour, _) in all_defects() {
        fs::write(fixtures().join(format!("{name}.sig")), armour).unwrap();
    }
}

#[test]
fn receive_mends_the_wrapping_and_nothing_else() {
    let mendable = [
        "blank-line-before",
        "blank-line-after",
        "blank-after-end",
        "crlf",
        "wrapped-at-64",
        "wrapped-at-76",
        "one-line",
        "blank-line-inside",
        "no-final-newline",
    ];
    for (name, armour, defect) in armour_defects() {
        let mended = canonical(armour.as_bytes());
        if mendable.contains(&name) {
            assert_eq!(mended, Ok(good()), "{name}");
        } else if name == "cr-only" {
            assert_eq!(mended, Err(Defect::TextAround), "a lone CR is no line end");
        } else {
            assert_eq!(mended, Err(defect), "{name}");
        }
    }
    for (name, armour, _) in blob_defects() {
        // What is well-formed stays what it was; verification still refuses it.
        if let Ok(mended) = canonical(armour.as_bytes()) {
            assert_eq!(mended, armour, "{name}");
        }
    }
}

#[test]
fn signed_data_has_the_documented_length() {
    assert_eq!(signed_data("clm-signature@v1", MESSAGE).len(), 108);
}

#[test]
fn every_single_bit_flip_of_the_armour_is_refused() {
    let armour = good().into_bytes();
    let mut flips = 0;
    for place in 0..armour.len() {
        for bit in 0..8 {
            let mut flipped = armour.clone();
            flipped[place] ^= 1 << bit;
            assert!(verify(STATEMENT, MESSAGE, &flipped).is_err(), "byte {place}, bit {bit}");
            // Mending may undo a flipped wrapping; what it returns is then the original and nothing new.
            if let Ok(mended) = canonical(&flipped) {
                let same = mended.as_bytes() == armour.as_slice();
                assert!(same || verify(STATEMENT, MESSAGE, mended.as_bytes()).is_err(), "byte {place}, bit {bit}");
            }
            flips += 1;
        }
    }
    assert_eq!(flips, armour.len() * 8);
}

#[test]
fn every_single_bit_flip_of_the_message_is_refused() {
    for place in 0..MESSAGE.len() {
        for bit in 0..8 {
            let mut flipped = MESSAGE.to_vec();
            flipped[place] ^= 1 << bit;
            assert_eq!(verify(STATEMENT, &flipped, good().as_bytes()), Err(Defect::Incorrect));
        }
    }
}

#[test]
fn every_cut_is_refused() {
    let armour = good();
    for cut in 0..armour.len() {
        assert!(verify(STATEMENT, MESSAGE, &armour.as_bytes()[..cut]).is_err(), "{cut}");
    }
}

/// RFC 8032, section 7.1, tests 1 and 2.
#[test]
fn the_standards_vectors_verify_raw() {
    let hex = |text: &str| -> Vec<u8> {
        text.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    };
    let cases = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ];
    for (public, message, signature) in cases {
        let public: [u8; 32] = hex(public).try_into().unwrap();
        let signature: [u8; 64] = hex(signature).try_into().unwrap();
        assert_eq!(verify_raw(&public, &hex(message), &signature), Ok(()));
        assert_eq!(verify_raw(&public, b"other", &signature), Err(Defect::Incorrect));
        let mut second = signature;
        plus_order(&mut second);
        assert_eq!(verify_raw(&public, &hex(message), &second), Err(Defect::Malleable));
    }
}

proptest! {
    #[test]
    fn what_was_signed_verifies_for_nothing_else(
        seed in any::<u8>(),
        message in proptest::collection::vec(any::<u8>(), 0..300),
        other in proptest::collection::vec(any::<u8>(), 0..300),
        namespace in proptest::sample::select(vec![COMMIT, STATEMENT]),
        asked in Just(STATEMENT),
    ) {
        let hand = Hand::new(seed);
        let armour = hand.sign(namespace, &message);
        prop_assert_eq!(verify(asked, &message, armour.as_bytes()).is_ok(), namespace == asked);
        prop_assert_eq!(verify(namespace, &other, armour.as_bytes()).is_ok(), other == message);
        prop_assert_eq!(SshSig::parse(armour.as_bytes()).unwrap().to_armour(), armour);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(verify(STATEMENT, MESSAGE, &bytes).is_err());
        prop_assert!(verify(STATEMENT, MESSAGE, armour::write(&bytes).as_bytes()).is_err());
        prop_assert!(canonical(&bytes).is_err());
    }
}
