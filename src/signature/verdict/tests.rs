use chrono::{DateTime, NaiveDate, Utc};

use super::{Doubt, Envelope, Flaw, Introduction, Keyholder, Members, Place, Trust, Verified, check, check_in_order};
use crate::contract::act::{Basis, Execution};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::StatementAct;
use crate::contract::revision::Subject;
use crate::signature::defect::Defect;
use crate::signature::key::PublicKey;
use crate::signature::namespace::{COMMIT, STATEMENT};
use crate::signature::principal::Principal;
use crate::signature::statement::{Instead, Nonce, Statement, Witnessed};
use crate::signature::testing::{self, Hand};

const ALICE: u8 = 1;
const KARI: u8 = 2;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Alice is the only member; her key is the one with seed 1.
struct Office {
    until: Option<DateTime<Utc>>,
}

impl Members for Office {
    fn keyholder(&self, key: &PublicKey) -> Option<Keyholder> {
        (*key == Hand::new(ALICE).public()).then(|| Keyholder {
            email: "alice@northwind.example".parse().unwrap(),
            from: at("2026-01-01T00:00:00Z"),
            until: self.until,
            signs_for: vec!["Northwind AS".to_owned()],
        })
    }

    fn is_member(&self, email: &Principal) -> bool {
        email.as_str() == "alice@northwind.example"
    }

    fn may_record(&self, _email: &Principal, workspace: &str) -> bool {
        workspace == "legal"
    }
}

const OFFICE: Office = Office { until: None };

fn place(members: &Office) -> Place<'_> {
    Place { members, workspace: "legal", introduction: None, existed: None }
}

fn introduced(seed: u8, basis: Option<Basis>) -> Introduction {
    Introduction { key: Hand::new(seed).public(), basis, on: NaiveDate::from_ymd_opt(2026, 11, 26).unwrap() }
}

/// What somebody says with the key of a seed.
fn said(seed: u8, email: &str, party: &str) -> Statement {
    Statement { claimed: at("2026-11-24T23:30:00Z"), ..testing::said(seed, email, party, b"text") }
}

fn seal(seed: u8, statement: &Statement) -> Envelope {
    let bytes = statement.to_bytes().unwrap();
    let armour = Hand::new(seed).sign(STATEMENT, &bytes);
    Envelope::open(bytes, armour.into_bytes()).unwrap()
}

fn alice() -> Statement {
    said(ALICE, "alice@northwind.example", "Northwind AS")
}

fn kari() -> Statement {
    said(KARI, "kari@acme.example", "Acme AS")
}

fn doubt(result: Result<Verified, Flaw>) -> Doubt {
    match result.unwrap().trust().clone() {
        Trust::Untrusted { reason } => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_member_is_known_by_the_policy() {
    let verified = check(&seal(ALICE, &alice()), &place(&OFFICE)).unwrap();
    assert_eq!(verified.trust(), &Trust::Member { email: "alice@northwind.example".parse().unwrap() });
    assert_eq!(verified.digest(), Digest::of(&alice().to_bytes().unwrap()));
    let fact = verified.fact(chrono_tz::Europe::Oslo);
    assert_eq!(fact.arrived.to_string(), "2026-11-25", "the claimed time as a day in the organisation's zone");
    assert_eq!((fact.trusted, fact.revision), (true, alice().revision()));
}

#[test]
fn a_stranger_is_known_by_the_basis_of_the_receive_act() {
    let act = introduced(KARI, Some(Basis::Phone));
    let verified = check(&seal(KARI, &kari()), &Place { introduction: Some(&act), ..place(&OFFICE) }).unwrap();
    assert_eq!(verified.trust(), &Trust::Known { basis: Basis::Phone });
    assert_eq!(verified.fact(chrono_tz::UTC).arrived, act.on, "the day of receipt");
}

#[test]
fn without_a_ground_an_intact_signature_is_untrusted() {
    let envelope = seal(KARI, &kari());
    assert!(matches!(doubt(check(&envelope, &place(&OFFICE))), Doubt::UnknownKey(_)));
    let received = |act: &Introduction| doubt(check(&envelope, &Place { introduction: Some(act), ..place(&OFFICE) }));
    assert_eq!(received(&introduced(KARI, None)), Doubt::NoBasis);
    assert!(matches!(received(&introduced(3, Some(Basis::Mail))), Doubt::OtherKeyReceived(_)));
}

#[test]
fn a_members_address_needs_a_members_key() {
    let act = introduced(KARI, Some(Basis::InPerson));
    let statement = said(KARI, "alice@northwind.example", "Northwind AS");
    let result = check(&seal(KARI, &statement), &Place { introduction: Some(&act), ..place(&OFFICE) });
    assert!(matches!(doubt(result), Doubt::NotTheMembersKey(_)));
}

#[test]
fn a_member_signs_only_for_granted_parties() {
    let act = introduced(ALICE, Some(Basis::InPerson));
    let statement = said(ALICE, "alice@northwind.example", "Acme AS");
    let result = check(&seal(ALICE, &statement), &Place { introduction: Some(&act), ..place(&OFFICE) });
    assert!(matches!(doubt(result), Doubt::PartyNotGranted { .. }), "a receive act gives a member no more");
}

#[test]
fn a_witness_speaks_for_no_party() {
    let witness = |party| witnessed(said(ALICE, "alice@northwind.example", party));
    let sealed = [
        (seal(ALICE, &witness("Acme AS")), place(&OFFICE)),
        (seal(ALICE, &alice()), place(&OFFICE)),
        (seal(ALICE, &witness("Umbrella AS")), place(&OFFICE)),
    ];
    assert!(check_in_order(&sealed).into_iter().all(|result| result.unwrap().is_trusted()));
}

#[test]
fn only_a_member_who_may_record_there_witnesses() {
    let alice = seal(ALICE, &witnessed(alice()));
    let verified = check(&alice, &place(&OFFICE)).unwrap();
    assert!(verified.is_trusted());
    let fact = verified.fact(chrono_tz::UTC);
    assert_eq!(fact.arrived.to_string(), "2026-11-20", "the day it was signed, not the day it was recorded");
    assert_eq!(fact.instead.map(|instead| (instead.party, instead.name)), Some(("Acme AS".into(), "Bo".into())));
    let elsewhere = check(&alice, &Place { workspace: "hr", ..place(&OFFICE) });
    assert!(matches!(doubt(elsewhere), Doubt::MayNotWitness(_)));
    let act = introduced(KARI, Some(Basis::InPerson));
    let stranger = check(&seal(KARI, &witnessed(kari())), &Place { introduction: Some(&act), ..place(&OFFICE) });
    assert!(matches!(doubt(stranger), Doubt::WitnessNoMember(_)), "however well the stranger is known");
}

/// The same signer, witnessing that Bo of Acme AS signed on paper.
fn witnessed(statement: Statement) -> Statement {
    let witnessed = Witnessed {
        name: "Bo".to_owned(),
        email: None,
        party: "Acme AS".to_owned(),
        capacity: None,
        how: Execution::Paper,
        platform: None,
        on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        evidence: vec![Subject { name: "files/scan.pdf".to_owned(), digest: Digest::of(b"scan") }],
    };
    Statement { act: StatementAct::Witness, instead: Some(Instead::Witnessed(witnessed)), ..statement }
}

#[test]
fn a_members_key_under_another_name_is_invalid() {
    let statement = said(ALICE, "bob@northwind.example", "Northwind AS");
    assert!(matches!(check(&seal(ALICE, &statement), &place(&OFFICE)), Err(Flaw::OtherPrincipal { .. })));
}

#[test]
fn alices_statement_with_bobs_key_is_invalid() {
    assert!(matches!(check(&seal(KARI, &alice()), &place(&OFFICE)), Err(Flaw::OtherKey { .. })));
    let act = introduced(KARI, Some(Basis::InPerson));
    let place = Place { introduction: Some(&act), ..place(&OFFICE) };
    assert!(matches!(check(&seal(KARI, &alice()), &place), Err(Flaw::OtherKey { .. })));
}

#[test]
fn a_signature_serves_only_its_own_statement_and_purpose() {
    let (one, other) = (alice(), Statement { nonce: Nonce([9; 16]), ..alice() });
    let armour = Hand::new(ALICE).sign(STATEMENT, &one.to_bytes().unwrap()).into_bytes();
    let envelope = Envelope::open(other.to_bytes().unwrap(), armour).unwrap();
    assert_eq!(check(&envelope, &place(&OFFICE)), Err(Flaw::Signature(Defect::Incorrect)));
    let commit = Hand::new(ALICE).sign(COMMIT, &one.to_bytes().unwrap()).into_bytes();
    let envelope = Envelope::open(one.to_bytes().unwrap(), commit).unwrap();
    assert!(matches!(check(&envelope, &place(&OFFICE)), Err(Flaw::Signature(Defect::Namespace { .. }))));
    let envelope = Envelope::open(one.to_bytes().unwrap(), Vec::new()).unwrap();
    assert_eq!(check(&envelope, &place(&OFFICE)), Err(Flaw::Signature(Defect::NoArmour)));
    assert!(Envelope::open(b"{}\n".to_vec(), Vec::new()).is_err());
}

#[test]
fn the_keys_window_is_kept() {
    let early = Statement { claimed: at("2025-12-31T23:59:59Z"), ..alice() };
    assert!(matches!(doubt(check(&seal(ALICE, &early), &place(&OFFICE))), Doubt::BeforeKey(_)));
    let first = Statement { claimed: at("2026-01-01T00:00:00Z"), ..alice() };
    assert!(check(&seal(ALICE, &first), &place(&OFFICE)).unwrap().is_trusted());
    let retired = Office { until: Some(at("2026-11-24T12:00:00Z")) };
    assert!(matches!(doubt(check(&seal(ALICE, &alice()), &place(&retired))), Doubt::AfterKey(_)));
}

#[test]
fn a_retired_key_needs_a_proven_time() {
    let until = at("2026-11-24T23:30:00Z");
    let retired = Office { until: Some(until) };
    let envelope = seal(ALICE, &alice());
    let with = |existed| check(&envelope, &Place { existed, ..place(&retired) });
    assert_eq!(doubt(with(None)), Doubt::TimeNotProven(until));
    assert_eq!(doubt(with(Some(at("2026-11-24T23:30:01Z")))), Doubt::TimeNotProven(until));
    assert!(with(Some(until)).unwrap().is_trusted());
}

#[test]
fn one_key_speaks_for_one_person_and_one_party() {
    let act = introduced(KARI, Some(Basis::Mail));
    let place = Place { introduction: Some(&act), ..place(&OFFICE) };
    let again = Statement { nonce: Nonce([9; 16]), ..kari() };
    let party = said(KARI, "kari@acme.example", "Umbrella AS");
    let person = said(KARI, "ola@acme.example", "Acme AS");
    let sealed: Vec<_> =
        [kari(), again, party, person].iter().map(|statement| (seal(KARI, statement), place)).collect();
    let trusted: Vec<bool> = check_in_order(&sealed).into_iter().map(|result| result.unwrap().is_trusted()).collect();
    assert_eq!(trusted, [true, true, false, false]);
    let reversed: Vec<_> = sealed.into_iter().rev().collect();
    let trusted: Vec<bool> = check_in_order(&reversed).into_iter().map(|result| result.unwrap().is_trusted()).collect();
    assert_eq!(trusted, [true, false, false, false], "the earliest counts");
}

#[test]
fn an_untrusted_statement_takes_no_key() {
    let (unknown, act) = (introduced(KARI, None), introduced(KARI, Some(Basis::Mail)));
    let decoy = said(KARI, "kari@acme.example", "Umbrella AS");
    let sealed = [
        (seal(KARI, &decoy), Place { introduction: Some(&unknown), ..place(&OFFICE) }),
        (seal(KARI, &kari()), Place { introduction: Some(&act), ..place(&OFFICE) }),
    ];
    let trusted: Vec<bool> = check_in_order(&sealed).into_iter().map(|result| result.unwrap().is_trusted()).collect();
    assert_eq!(trusted, [false, true]);
}

#[test]
fn every_bit_of_both_files_matters() {
    let (bytes, armour) = {
        let bytes = alice().to_bytes().unwrap();
        let armour = Hand::new(ALICE).sign(STATEMENT, &bytes).into_bytes();
        (bytes, armour)
    };
    let accepted = |bytes: Vec<u8>, armour: Vec<u8>| {
        Envelope::open(bytes, armour).is_ok_and(|envelope| check(&envelope, &place(&OFFICE)).is_ok())
    };
    assert!(accepted(bytes.clone(), armour.clone()));
    for (place, bit) in (0..bytes.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << bit;
        assert!(!accepted(flipped, armour.clone()), "statement byte {place}, bit {bit}");
    }
    for (place, bit) in (0..armour.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
        let mut flipped = armour.clone();
        flipped[place] ^= 1 << bit;
        assert!(!accepted(bytes.clone(), flipped), "armour byte {place}, bit {bit}");
    }
}
