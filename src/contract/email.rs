//! Which e-mail addresses name a person here: one spelling only, since signatures and keys are matched by it.

/// Whether the text is one lower-case ASCII address.
///
/// Narrower than RFC 5321 on purpose: no quoting, no comments, nothing that `allowed_signers` reads as a pattern
/// (`*`, `?`, `!`, `,`), no leading dash that a program could take for an option, and a domain with at least one dot.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    text.len() <= 254 && is_local(local) && is_domain(domain)
}

fn is_local(local: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._%+'-".contains(&byte);
    (1..=64).contains(&local.len())
        && local.bytes().all(known)
        && !local.starts_with(['.', '-'])
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn plain_addresses_are_read() {
        for good in
            ["kari@acme.example", "o'brien@acme.example", "kari.nordmann+sign@xn--blbr-roah.example", "1_2%3@a-b.no"]
        {
            assert!(is_email(good), "{good}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let long = format!("{}@acme.example", "x".repeat(65));
        for wrong in [
            "",
            "@",
            "kari",
            "kari@",
            "@acme.example",
            "kari@acme",
            "Kari@acme.example",
            "kari@Acme.example",
            "kåre@acme.example",
            "kari@blåbær.example",
            "kari@acme.example ",
            " kari@acme.example",
            "kari@acme.example,ola@acme.example",
            "*@acme.example",
            "kar?@acme.example",
            "!kari@acme.example",
            "-kari@acme.example",
            ".kari@acme.example",
            "kari.@acme.example",
            "ka..ri@acme.example",
            "kari@acme..example",
            "kari@-acme.example",
            "kari@acme-.example",
            "kari@acme.example.",
            "kari@@acme.example",
            "Kari <kari@acme.example>",
            "kari@acme.example\n",
            "\"kari\"@acme.example",
            long.as_str(),
        ] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
