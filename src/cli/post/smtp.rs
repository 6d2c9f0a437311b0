//! A mail relay, spoken to over SMTP without encryption: one on this machine or in the house.
//!
//! **Invariants**: only the user's own configuration names it; who writes and who reads is taken from the message's own
//! headers; what the relay did not accept within the limit was not taken.

use std::time::Duration;

use lettre::address::{Address, Envelope};
use lettre::{SmtpTransport, Transport as _};

use crate::error::{Error, Kind, Result};

/// The relay's port when none is named.
const PORT: u16 = 25;

/// The relay.
pub struct Smtp {
    host: String,
    port: u16,
    limit: Duration,
}

impl Smtp {
    /// The relay that a setting names, `HOST` or `HOST:PORT`.
    ///
    /// # Errors
    /// When it names none.
    pub fn at(setting: Option<&str>, limit: Duration) -> Result<Self> {
        let named = setting.filter(|text| !text.trim().is_empty()).ok_or_else(|| {
            Error::new(Kind::Usage, "no-relay", "no mail relay is set").hint("clm config set mail.smtp localhost:25")
        })?;
        let (host, port) = named.rsplit_once(':').map_or((named, Ok(PORT)), |(host, port)| (host, port.parse::<u16>()));
        let port = port.ok().filter(|port| *port > 0 && !host.is_empty()).ok_or_else(|| {
            let message = format!("`mail.smtp` is `{named}`, which is no HOST:PORT");
            Error::new(Kind::Usage, "bad-relay", message).hint("clm config set mail.smtp localhost:25")
        })?;
        Ok(Self { host: host.to_owned(), port, limit })
    }

    /// Hands one message over.
    ///
    /// # Errors
    /// In words, when the relay cannot be reached, refuses, breaks off or takes too long.
    pub fn take(&self, message: &[u8]) -> std::result::Result<(), String> {
        let shown = format!("the relay {}:{}", self.host, self.port);
        let envelope = envelope(message).ok_or_else(|| "the message names no sender or recipient".to_owned())?;
        let transport = SmtpTransport::builder_dangerous(&self.host).port(self.port).timeout(Some(self.limit)).build();
        transport.send_raw(&envelope, message).map(drop).map_err(|fault| format!("{shown} did not take it: {fault}"))
    }
}

/// Who writes and who reads, as the headers say.
fn envelope(message: &[u8]) -> Option<Envelope> {
    let text = String::from_utf8_lossy(message).replace("\r\n ", " ").replace("\r\n\t", " ");
    let head = text.split("\r\n\r\n").next()?;
    let address = |header: &str| -> Option<Address> {
        let line = head.lines().find_map(|line| line.strip_prefix(header))?.trim();
        let inside = line.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>'));
        inside.unwrap_or(line).parse().ok()
    };
    Envelope::new(Some(address("From:")?), vec![address("To:")?]).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Smtp, envelope};

    #[test]
    fn the_headers_say_who_writes_and_who_reads() {
        let message =
            b"From: =?utf-8?b?w4U=?=\r\n <a@firm.example>\r\nTo: b@firm.example\r\n\r\nTo: evil@x.example\r\n";
        let envelope = envelope(message).unwrap();
        assert_eq!(envelope.from().unwrap().to_string(), "a@firm.example");
        assert_eq!(envelope.to().iter().map(ToString::to_string).collect::<Vec<_>>(), ["b@firm.example"]);
        assert!(super::envelope(b"Subject: x\r\n\r\nFrom: a@b.example\r\nTo: a@b.example\r\n").is_none());
    }

    #[test]
    fn a_relay_is_a_host_and_a_port() {
        let at = |text: &str| Smtp::at(Some(text), Duration::from_secs(1)).map(|smtp| (smtp.host, smtp.port)).ok();
        assert_eq!(at("localhost"), Some(("localhost".to_owned(), 25)));
        assert_eq!(at("mail.firm.example:2525"), Some(("mail.firm.example".to_owned(), 2525)));
        for wrong in ["", " ", ":25", "localhost:", "localhost:0", "localhost:99999", "localhost:smtp"] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }
}
