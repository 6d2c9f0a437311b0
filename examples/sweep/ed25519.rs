//! Ed25519 verification vectors: nothing that is invalid is accepted.
//!
//! Expects `ed25519.json` in Wycheproof's shape: groups with a public key, tests with `msg` and `sig` in hexadecimal and
//! a result.

use std::fs;
use std::path::Path;

use clm::signature::sshsig;
use serde_json::Value;

use crate::Stopped;
use crate::tally::Tally;

pub fn sweep(folder: &Path, tally: &mut Tally) -> Result<(), Stopped> {
    let vectors: Value = serde_json::from_slice(&fs::read(folder.join("ed25519.json"))?)?;
    let (mut valid, mut accepted) = (0_usize, 0_usize);
    for group in vectors["testGroups"].as_array().ok_or("no testGroups")? {
        let public = bytes(&group["publicKey"]["pk"])?;
        for test in group["tests"].as_array().ok_or("no tests")? {
            let taken = is_accepted(&public, &bytes(&test["msg"])?, &bytes(&test["sig"])?);
            let told = || format!("vector {}: {} ({})", test["tcId"], test["result"], test["comment"]);
            if test["result"] == "valid" {
                valid += 1;
                accepted += usize::from(taken);
                tally.check(taken, told);
            } else {
                tally.check(!taken, told);
            }
        }
    }
    tally.note(&format!("{accepted} of {valid} valid vectors accepted"));
    Ok(())
}

/// A signature of another length has no place in the library's types, which is a refusal.
fn is_accepted(public: &[u8], message: &[u8], signature: &[u8]) -> bool {
    match (public.try_into(), signature.try_into()) {
        (Ok(public), Ok(signature)) => sshsig::verify_raw(public, message, signature).is_ok(),
        _ => false,
    }
}

fn bytes(hexadecimal: &Value) -> Result<Vec<u8>, Stopped> {
    let text = hexadecimal.as_str().ok_or("expected hexadecimal")?;
    let digits = text.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<_>>>().ok_or("not hexadecimal")?;
    Ok(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | *digit) as u8).collect())
}
