//! The list of ISO 4217 with minor units. A table of our own: it changes once a year or less, and a crate for it would
//! be larger than it is.
//!
//! `XXX` (no currency) and `XTS` (for testing) are left out. Codes withdrawn since 2023 stay, since contracts outlive them.

const NONE: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const THREE: &str = "BHD IQD JOD KWD LYD OMR TND";
const FOUR: &str = "CLF UYW";
const UNSAID: &str = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XUA";
const TWO: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF \
    CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL \
    HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR \
    MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE \
    SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW \
    ZWG ZWL";

/// `Some(Some(n))`: on the list with `n` decimals; `Some(None)`: on the list without a minor unit; `None`: not listed.
pub(super) fn minor_unit(code: &str) -> Option<Option<u32>> {
    if code.len() != WIDTH {
        return None;
    }
    [(TWO, Some(2)), (NONE, Some(0)), (THREE, Some(3)), (FOUR, Some(4)), (UNSAID, None)]
        .into_iter()
        .find(|(codes, _)| codes.as_bytes().chunks(WIDTH + 1).any(|listed| listed.starts_with(code.as_bytes())))
        .map(|(_, decimals)| decimals)
}

/// Letters of a code; a blank follows each, so that a list is looked through in even steps.
const WIDTH: usize = 3;

#[cfg(test)]
mod tests {
    use super::{FOUR, NONE, THREE, TWO, UNSAID};

    #[test]
    fn every_code_is_listed_once() {
        let mut codes: Vec<_> =
            [TWO, NONE, THREE, FOUR, UNSAID].iter().flat_map(|list| list.split_ascii_whitespace()).collect();
        let listed = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), listed);
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
        assert!([TWO, NONE, THREE, FOUR, UNSAID].iter().all(|list| !list.contains("  ")));
        assert!(codes.iter().all(|code| super::minor_unit(code).is_some()));
        for unlisted in ["", "NO", "NOKK", "OK ", "nok", "XXX"] {
            assert_eq!(super::minor_unit(unlisted), None, "{unlisted}");
        }
    }
}
