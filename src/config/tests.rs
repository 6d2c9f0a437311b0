use proptest::prelude::*;

use super::{KEYS, Layer, Origin, Owner, Reach, Settings, Value, change, first_words, key, nearest_key, parse};

const ALL: &str = "\
color = \"never\"
hyperlinks = \"always\"
hints = false
pager = \"less -R\"
editor = 'vim \"+set ft=markdown\"'

[due]
days = 60

[mail]
from = \"Contracts <contracts@firm.example>\"
fallback = \"legal@firm.example\"
sendmail = [\"/usr/sbin/sendmail\", \"-t\"]
smtp = \"localhost:25\"
timeout = 5

[query]
renewals = \"notice:<60d status:active\"

[repository]
hr = \"~/contracts-hr\"
sales = \"/srv/contracts/sales\"

[events]
on-sign = \"notify-send 'a contract'\"
on-any = [\"/usr/bin/logger\", \"-t\", \"clm\", \"\"]
";

fn faults(text: &str, owner: Owner) -> Vec<String> {
    parse("c.toml", text.as_bytes(), owner).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn every_key_is_read() {
    let layer = parse("c.toml", ALL.as_bytes(), Owner::Person).unwrap();
    let settings = Settings::default().with(Origin::User, "c.toml", layer);
    assert_eq!(settings.text("color"), Some("never"));
    assert!(!settings.flag("hints"));
    assert_eq!(settings.number("due.days"), 60);
    assert_eq!(settings.program("events.on-sign").unwrap(), ["notify-send", "a contract"]);
    assert_eq!(settings.program("events.on-any").unwrap(), ["/usr/bin/logger", "-t", "clm", ""]);
    assert_eq!(settings.program("mail.sendmail").unwrap(), ["/usr/sbin/sendmail", "-t"]);
    assert_eq!(settings.below("query").len(), 1);
    assert_eq!(settings.below("query")[0].0, "renewals");
    for key in KEYS {
        assert!(settings.all().iter().any(|found| key.is(found.name)), "{} is not tried", key.name);
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_the_nearest_key() {
    for (text, said) in [
        ("colour = \"auto\"", "c.toml:1:1: unknown setting `colour`; did you mean `color`?"),
        ("\n[due]\nday = 3", "c.toml:3:1: unknown setting `due.day`; did you mean `due.days`?"),
        ("days = 3", "did you mean `due.days`?"),
        ("hints = \"no\"", "c.toml:1:1: `hints` must be `true` or `false`, not a string"),
        ("color = \"alway\"", "did you mean `always`?"),
        ("color = true", "must be a string"),
        ("due.days = -1", "due.days"),
        ("due.days = 99999", "due.days"),
        ("due = 3", "`due` must be a table"),
        (
            "[query]\n\"Re newals\" = \"x\"",
            "c.toml:2:1: `query.\"Re newals\"` cannot be a key here: expected `query.*`",
        ),
        ("[query]\n1a = \"x\"", "expected `query.*`"),
        ("[repository]\nhr = \"contracts\"", "c.toml:2:1: `repository.hr` must be a folder by its whole path"),
        ("[repository]\nhr = \"../hr\"", "or from `~/`, not `../hr`"),
        ("[repository]\nhr = \"~kari/hr\"", "must be a folder by its whole path"),
        ("[repository]\nhr = \"/a\\n/b\"", "invisible or control character"),
        ("[repository]\nhr = \"\"", "is empty"),
        ("[repository]\nhr = [\"/a\"]", "`repository.hr` must be a string"),
        ("[repository]\n\"h\\u001br\" = \"/a\"", "cannot be a key here: expected `repository.*`"),
        ("[repository]\n\"../hr\" = \"/a\"", "cannot be a key here: expected `repository.*`"),
        ("[query]\na = 1", "`query.a` must be a string"),
        ("[query.a]\nb = \"x\"", "`query.a` must be a string"),
        ("[events]\nsign = \"true\"", "expected `events.on-*`"),
        ("[events]\non-sign = \"a 'b\"", "quotation mark"),
        ("[events]\non-sign = []", "names no program"),
        ("[events]\non-sign = [1]", "list of strings"),
        ("[events]\non-sign = \"\"", "is empty"),
        ("editor = \"a\\u001b[2J\"", "invisible or control character"),
        ("hints = true\nhints = false", "c.toml:2:1"),
        ("hints = ", "c.toml:1:"),
        ("\u{feff}hints = true", "byte order mark"),
    ] {
        let faults = faults(text, Owner::Person);
        assert!(faults.iter().any(|fault| fault.contains(said)), "{text}: {faults:?}");
    }
    assert!(parse("c", &[0xff, 0xfe], Owner::Person).is_err());
    assert_eq!(parse("c", &vec![b'#'; 1 << 20], Owner::Person).unwrap_err()[0].code, "too-large");
}

#[test]
fn a_repository_sets_harmless_keys_and_nothing_else() {
    for key in KEYS {
        let name = key.name.replace('*', "x");
        let value = match key.name {
            "hints" => "true".to_owned(),
            "due.days" => "3".to_owned(),
            "color" | "hyperlinks" => "\"never\"".to_owned(),
            _ => "\"x\"".to_owned(),
        };
        let read = parse("clm.toml", format!("{name} = {value}\n").as_bytes(), Owner::Repository);
        match key.reach {
            Reach::Anywhere => assert!(read.is_ok(), "{name}: {read:?}"),
            Reach::Person(reason) => {
                let problems = read.unwrap_err();
                assert_eq!(problems[0].code, "not-for-repositories");
                assert!(problems[0].message.contains(reason), "{problems:?}");
            }
        }
    }
    let harmless: Vec<&str> = KEYS.iter().filter(|key| key.reach == Reach::Anywhere).map(|key| key.name).collect();
    assert_eq!(harmless, ["hints", "due.days", "query.*"], "a new key a repository may set is looked at twice");
    // What belongs to the organisation is read elsewhere; what belongs to nobody is its reader's to refuse.
    assert!(parse("clm.toml", b"format = 1\nname = \"A\"\nwhatever = 1\n", Owner::Repository).unwrap().is_empty());
}

#[test]
fn the_stronger_layer_counts_and_says_where_it_is() {
    let layer = |text: &str, owner| parse("x", text.as_bytes(), owner).unwrap();
    let settings = Settings::default()
        .with(Origin::System, "/etc", layer("hints = false\ndue.days = 1\npager = \"more\"\n", Owner::Person))
        .with(Origin::Repository, "clm.toml", layer("due.days = 3\n", Owner::Repository))
        .with(Origin::User, "~", layer("due.days = 2\nhints = true\n", Owner::Person));
    let origin = |name: &str| settings.find(name).map(|found| (found.value.shown(), found.source.place.clone()));
    assert_eq!(origin("due.days"), Some(("3".to_owned(), "clm.toml".to_owned())));
    assert_eq!(origin("hints"), Some(("true".to_owned(), "~".to_owned())));
    assert_eq!(origin("pager"), Some(("more".to_owned(), "/etc".to_owned())));
    assert_eq!(origin("color"), Some(("auto".to_owned(), String::new())));
    assert_eq!(origin("editor"), None);
    assert_eq!(settings.with(Origin::Environment, "V", layer("due.days = 9", Owner::Person)).number("due.days"), 9);
}

#[test]
fn a_change_keeps_comments_and_order() {
    let text = "# mine\nhints = true # yes\n\n[query]\nb = \"x\" # b\n";
    let days = change(text, "due.days", Some(&Value::Number(5))).unwrap();
    assert_eq!(days, format!("{text}\n[due]\ndays = 5\n"));
    assert_eq!(change(text, "hints", Some(&Value::Flag(false))).unwrap(), text.replace("true", "false"));
    assert_eq!(change(text, "query.b", None).unwrap(), "# mine\nhints = true # yes\n\n[query]\n");
    assert_eq!(change(text, "query.c", None).unwrap(), text);
    let words = Value::Words(vec!["a".into(), "b c".into()]);
    let events = change("", "events.on-sign", Some(&words)).unwrap();
    assert_eq!(parse("x", events.as_bytes(), Owner::Person).unwrap().get("events.on-sign"), Some(&words), "{events}");
    assert!(change("due = 3", "due.days", Some(&Value::Number(5))).is_err());
    assert!(change("a = ", "hints", None).is_err());
}

#[test]
fn every_default_fits_its_key() {
    for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
        assert_eq!(Value::of(key.holds, key.default).map(|value| value.shown()), Ok(key.default.to_owned()));
        assert!(!key.is_form());
    }
    assert!(first_words().contains(&"query"));
    assert_eq!(key("query.x").unwrap().name, "query.*");
    assert!(key("query.").is_none() && key("query.X").is_none() && key("query").is_none() && key("").is_none());
    assert_eq!(nearest_key("pagr").as_deref(), Some("pager"));
    assert_eq!(Settings::default().find("hints").unwrap().source.origin, Origin::Default);
}

proptest! {
    #[test]
    fn no_text_and_no_value_does_harm(text in "[a-z.\\[\\]= \"\n0-9_-]{0,80}", value in any::<String>()) {
        for owner in [Owner::Person, Owner::Repository] {
            let _ = parse("x", text.as_bytes(), owner);
        }
        let _ = change(&text, "due.days", Some(&Value::Number(1)));
        for key in KEYS {
            if let Ok(value) = Value::of(key.holds, &value) {
                let mut layer = Layer::default();
                layer.put(key.name, value.clone());
                let name = key.name.replace('*', "x");
                let written = change("", &name, Some(&value)).unwrap();
                let read = parse("x", written.as_bytes(), Owner::Person);
                if let Ok(read) = read {
                    prop_assert_eq!(read.get(&name), Some(&value));
                }
            }
        }
    }
}
