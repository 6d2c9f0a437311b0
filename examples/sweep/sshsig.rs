//! SSH signatures with OpenSSH's own verdicts: clm may be stricter, never laxer.
//!
//! Expects `cases.jsonl` (dir, case, principal, namespace, `verify_time`, verify, `signature_itself`) and a folder for
//! each `dir` with `message`, `signature`, `allowed_signers` and sometimes `revoked`.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDateTime, TimeZone as _, Utc};
use clm::signature::{allowed_signers, key::PublicKey, sshsig};
use serde_json::Value;

use crate::Stopped;
use crate::tally::Tally;

pub fn sweep(folder: &Path, tally: &mut Tally) -> Result<(), Stopped> {
    let (mut good, mut permitted) = (0_usize, 0_usize);
    for line in fs::read_to_string(folder.join("cases.jsonl"))?.lines() {
        let case: Value = serde_json::from_str(line)?;
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        let told = || format!("{}: {}", text("dir"), text("case"));
        let files = folder.join(text("dir"));
        let (message, armour) = (fs::read(files.join("message"))?, fs::read(files.join("signature"))?);
        let key = sshsig::verify(text("namespace"), &message, &armour);

        tally.check(text("signature_itself") == "good" || key.is_err(), || format!("{}: accepted", told()));
        if text("signature_itself") == "good" && is_ours(&armour) {
            tally.check(key.is_ok(), || format!("{}: refused: {key:?}", told()));
        }
        let permits = key.is_ok_and(|key| permits(&case, &files, &key).unwrap_or(false));
        tally.check(text("verify") != "bad" || !permits, || format!("{}: a signer it must not have", told()));
        good += usize::from(text("verify") == "good");
        permitted += usize::from(permits);
    }
    tally.note(&format!("{permitted} of {good} good cases permitted (the rest are keys and spellings clm refuses)"));
    Ok(())
}

/// Whether clm's reader of allowed signers lets the key speak for the principal, and no `revoked` file names it.
fn permits(case: &Value, files: &Path, key: &PublicKey) -> Option<bool> {
    let principal = case["principal"].as_str()?.parse().ok()?;
    let at = case["verify_time"].as_str().map_or_else(|| Some(Utc::now()), time)?;
    let listed = fs::read(files.join("allowed_signers")).ok()?;
    // ssh-keygen passes over a line it cannot read; clm refuses the whole file. Line by line, more is put to the test.
    let lines = listed.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    let entries: Vec<_> = lines.filter_map(|line| allowed_signers::parse(line).ok()).flatten().collect();
    let revoked = fs::read_to_string(files.join("revoked")).unwrap_or_default();
    let is_revoked = revoked.lines().any(|line| PublicKey::from_line(line).map_or(true, |revoked| revoked == *key));
    let namespace = case["namespace"].as_str()?;
    Some(!is_revoked && entries.iter().any(|entry| entry.key == *key && entry.permits(&principal, namespace, at)))
}

/// `YYYYMMDDZ` or `YYYYMMDDHHMMSSZ`, as ssh-keygen takes it.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let digits = text.strip_suffix('Z')?;
    let full = if digits.len() == 8 { format!("{digits}000000") } else { digits.to_owned() };
    NaiveDateTime::parse_from_str(&full, "%Y%m%d%H%M%S").ok().map(|time| Utc.from_utc_datetime(&time))
}

/// Told without the library: the armour is the one spelling ssh-keygen writes, of an ed25519 key, with sha512.
fn is_ours(armour: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(armour) else { return false };
    let inner = text
        .strip_prefix("-----BEGIN SSH SIGNATURE-----\n")
        .and_then(|rest| rest.strip_suffix("\n-----END SSH SIGNATURE-----\n"));
    let Some(inner) = inner else { return false };
    let lines: Vec<&str> = inner.split('\n').collect();
    let wrapped = lines.iter().rev().skip(1).all(|line| line.len() == 70);
    let Ok(blob) = STANDARD.decode(lines.concat()) else { return false };
    let has = |needle: &[u8]| blob.windows(needle.len()).any(|window| window == needle);
    // Magic, version and the length of the key come before the key's type.
    let ed25519 = blob.get(14..).is_some_and(|key| key.starts_with(b"\0\0\0\x0bssh-ed25519"));
    wrapped && ed25519 && has(b"\0\0\0\0\0\0\0\x06sha512")
}
