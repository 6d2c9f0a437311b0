use chrono::NaiveDate;
use proptest::prelude::{prop_assert, proptest};

use super::{BUILT_IN, Calendar, CalendarFault, Calendars, Governing, built_in, why_moved};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn parse(text: &str) -> Result<Calendar, Vec<(usize, &'static str)>> {
    Calendar::parse("calendars/x.toml", text.as_bytes())
        .map_err(|problems| problems.iter().map(|problem| (problem.line, problem.code)).collect())
}

#[test]
fn the_built_in_calendars_can_be_read() {
    for (name, text) in BUILT_IN {
        let calendar = Calendar::parse(name, text.as_bytes()).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        assert!(calendar.holidays.len() >= 10, "{name}");
        assert_eq!(built_in(name), Some(&calendar), "{name}");
    }
}

/// Public holidays that fall on a weekday, by calendar and year, as the authorities of each country publish them.
#[test]
fn holidays_on_weekdays_of_known_years() {
    let cases: &[(&str, i32, &[&str])] = &[
        ("no", 2024, &["01-01", "03-28", "03-29", "04-01", "05-01", "05-09", "05-17", "05-20", "12-25", "12-26"]),
        ("no", 2026, &["01-01", "04-02", "04-03", "04-06", "05-01", "05-14", "05-25", "12-25"]),
        ("no", 2027, &["01-01", "03-25", "03-26", "03-29", "05-06", "05-17"]),
        ("se", 2026, &["01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25", "12-31"]),
        ("se", 2004, &["01-01", "01-06", "04-09", "04-12", "05-20", "05-31", "06-25", "12-24", "12-31"]),
        ("dk", 2023, &["04-06", "04-07", "04-10", "05-05", "05-18", "05-29", "06-05", "12-25", "12-26"]),
        (
            "dk",
            2024,
            &["01-01", "03-28", "03-29", "04-01", "05-09", "05-20", "06-05", "12-24", "12-25", "12-26", "12-31"],
        ),
        ("de", 2017, &["04-14", "04-17", "05-01", "05-25", "06-05", "10-03", "10-31", "12-25", "12-26"]),
        ("de", 2026, &["01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "12-25"]),
    ];
    for (name, year, expected) in cases {
        let calendar = built_in(name).unwrap();
        let mut found = Vec::new();
        let mut here = NaiveDate::from_ymd_opt(*year, 1, 1).unwrap();
        while here.to_string().starts_with(&year.to_string()) {
            let why = calendar.why_closed(here);
            if why.is_some_and(|why| why != "Saturday" && why != "Sunday") && !matches!(weekday(here), 5 | 6) {
                found.push(here.format("%m-%d").to_string());
            }
            here = here.succ_opt().unwrap();
        }
        assert_eq!(&found, expected, "{name} {year}");
    }
}

fn weekday(day: NaiveDate) -> u32 {
    chrono::Datelike::weekday(&day).num_days_from_monday()
}

#[test]
fn a_day_moves_over_weekends_and_holidays_in_its_own_direction() {
    let calendar = built_in("no").unwrap();
    for (from, earlier, later) in [
        ("2026-09-30", "2026-09-30", "2026-09-30"),
        ("2026-10-31", "2026-10-30", "2026-11-02"),
        ("2027-03-28", "2027-03-24", "2027-03-30"),
        ("2026-12-26", "2026-12-24", "2026-12-28"),
        ("2027-01-01", "2026-12-31", "2027-01-04"),
        ("2027-05-17", "2027-05-14", "2027-05-18"),
    ] {
        assert_eq!((calendar.earlier(day(from)), calendar.later(day(from))), (day(earlier), day(later)), "{from}");
    }
}

#[test]
fn a_move_is_told_with_each_closed_day() {
    let governing = |agreed| Governing { calendar: built_in("no").unwrap(), agreed };
    assert_eq!(
        why_moved(governing(true), day("2027-03-28"), day("2027-03-24")).unwrap(),
        "2027-03-28 moves earlier to the business day 2027-03-24 (Norway, by `calendar` in `[term]`): 2027-03-28 is Easter \
         Sunday, 2027-03-27 is Saturday, 2027-03-26 is Good Friday, 2027-03-25 is Maundy Thursday."
    );
    assert_eq!(
        why_moved(governing(false), day("2026-10-31"), day("2026-11-02")).unwrap(),
        "2026-10-31 moves later to the business day 2026-11-02 (Norway, by `calendar` in clm.toml): 2026-10-31 is Saturday, \
         2026-11-01 is Sunday."
    );
    assert_eq!(why_moved(governing(true), day("2026-09-30"), day("2026-09-30")), None);
}

#[test]
fn a_repository_has_calendars_of_its_own() {
    let mut calendars = Calendars::with_usual(Some("no".to_owned()));
    assert_eq!(calendars.get("no").unwrap().title, "Norway");
    calendars.add("no", b"name = \"Our Norway\"\nweekend = [\"sunday\"]\n");
    calendars.add("bad", b"nonsense = 1\n");
    assert_eq!(calendars.get("no").unwrap().title, "Our Norway");
    assert_eq!(calendars.get("no").unwrap().earlier(day("2026-10-31")), day("2026-10-31"));
    assert!(matches!(calendars.get("bad"), Err(CalendarFault::Unreadable(name, _)) if name == "bad"));
    assert!(
        matches!(calendars.get("xx"), Err(CalendarFault::Unknown(name, known)) if name == "xx" && known.contains("no"))
    );
}

#[test]
fn a_calendar_that_leaves_no_day_within_reach_moves_nothing() {
    let days: String = (1..=12)
        .flat_map(|month| (1..=31).map(move |day| (month, day)))
        .filter(|(month, day)| NaiveDate::from_ymd_opt(2024, *month, *day).is_some())
        .map(|(month, day)| format!("[[holiday]]\nname = \"x\"\neach = \"{month:02}-{day:02}\"\n"))
        .collect();
    let calendar = parse(&format!("name = \"Never\"\n{days}")).unwrap();
    assert_eq!(calendar.earlier(day("2026-06-15")), day("2026-06-15"));
    assert_eq!(calendar.later(day("9999-12-31")), day("9999-12-31"));
}

#[test]
fn what_is_wrong_in_a_calendar_is_told_by_its_line() {
    let cases: &[(&str, &[(usize, &str)])] = &[
        ("", &[(1, "missing-key")]),
        ("name = \"x\"\nholidays = []\n", &[(2, "unknown-key")]),
        ("name = \"x\"\nweekend = [\"sunnday\"]\n", &[(2, "unknown-word")]),
        (
            "name = \"x\"\nweekend = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"]\n",
            &[(2, "contradiction")],
        ),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\n", &[(2, "contradiction")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\neach = \"05-17\"\neaster = 1\n", &[(2, "contradiction")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\neach = \"17-05\"\n", &[(4, "bad-day")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\neach = \"02-30\"\n", &[(4, "bad-day")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\neach = \"+1-+1\"\n", &[(4, "bad-day")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\neaster = 400\n", &[(4, "out-of-range")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\neaster = \"soon\"\n", &[(4, "wrong-type")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\non = \"2026-05-17\"\n", &[(4, "wrong-type")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\non = 2026-05-17\nweekday = \"friday\"\n", &[(5, "contradiction")]),
        ("name = \"x\"\n[[holiday]]\nname = \"y\"\neaster = 1\nsince = 2024\nuntil = 2023\n", &[(6, "contradiction")]),
        ("name = \"x\"\n[[holiday]]\neaster = 1\n", &[(2, "missing-key")]),
        ("name = [", &[(1, "syntax")]),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(text).unwrap_err(), *expected, "{text}");
    }
}

proptest! {
    #[test]
    fn no_day_ever_moves_the_other_way(name in 0_usize..4, ordinal in 578_000_i32..3_652_000) {
        let calendar = built_in(BUILT_IN[name].0).unwrap();
        let day = NaiveDate::from_num_days_from_ce_opt(ordinal).unwrap();
        let (earlier, later) = (calendar.earlier(day), calendar.later(day));
        prop_assert!(earlier <= day && day <= later);
        prop_assert!(calendar.why_closed(earlier).is_none() && calendar.why_closed(later).is_none());
        // Nothing open lies between: a day moves no further than it must.
        let closed = calendar.closed_between(earlier.succ_opt().unwrap(), later.pred_opt().unwrap());
        prop_assert!(earlier == later || closed.len() as i64 == (later - earlier).num_days() - 1);
        prop_assert!((later - earlier).num_days() <= 12);
    }

    #[test]
    fn no_text_makes_reading_panic(text in "\\PC{0,200}") {
        let _ = parse(&text);
    }
}
