//! Settings: as lines of TOML one could paste, or a table with origins.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, table, visible};
use crate::report::config::{ConfigChangeReport, ConfigFilesReport, ConfigItem, ConfigReport, ConfigValue};

impl Schema for ConfigReport {
    const SCHEMA: &'static str = "clm.config/1";
}

impl Schema for ConfigFilesReport {
    const SCHEMA: &'static str = "clm.config-files/1";
}

impl Schema for ConfigChangeReport {
    const SCHEMA: &'static str = "clm.config-change/1";
}

/// As it is typed; words of a program with blanks between.
fn shown(value: Option<&ConfigValue>) -> String {
    match value {
        None => String::new(),
        Some(ConfigValue::Text(text)) => text.clone(),
        Some(ConfigValue::Flag(flag)) => flag.to_string(),
        Some(ConfigValue::Number(number)) => number.to_string(),
        Some(ConfigValue::Words(words)) => words.join(" "),
    }
}

impl Draw for ConfigReport {
    fn human(&self, look: &Look) -> String {
        if self.bare {
            return self.items.iter().map(|item| visible::line(&shown(item.value.as_ref())) + "\n").collect();
        }
        if self.items.is_empty() {
            return String::new();
        }
        let row = |item: &ConfigItem| {
            let place = if item.place.is_empty() { String::new() } else { format!(" ({})", item.place) };
            let last = if self.origin { format!("{}{place}", item.origin) } else { item.about.clone() };
            let value = item.value.as_ref().map_or_else(|| "-".to_owned(), |value| shown(Some(value)));
            vec![table::labelled(Label::Name, item.key.as_str()), table::text(value), table::labelled(Label::Dim, last)]
        };
        let last = if self.origin { "ORIGIN" } else { "WHAT IT IS FOR" };
        table::draw(look, &["KEY", "VALUE", last], self.items.iter().map(row).collect())
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(record).collect()
    }
}

fn record(item: &ConfigItem) -> Vec<String> {
    vec![item.key.clone(), shown(item.value.as_ref()), item.origin.clone(), item.place.clone()]
}

impl Draw for ConfigFilesReport {
    fn human(&self, look: &Look) -> String {
        let there = |exists: bool| if exists { "" } else { "not there yet" };
        let row = |file: &crate::report::config::ConfigFile| {
            vec![
                table::text(file.origin.as_str()),
                table::labelled(Label::Name, file.path.as_str()),
                table::labelled(Label::Dim, there(file.exists)),
            ]
        };
        table::draw(look, &["ORIGIN", "FILE", ""], self.items.iter().map(row).collect())
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |file: &crate::report::config::ConfigFile| {
            vec![file.origin.clone(), file.path.clone(), if file.exists { "there" } else { "absent" }.to_owned()]
        };
        self.items.iter().map(record).collect()
    }
}

impl Draw for ConfigChangeReport {
    fn human(&self, look: &Look) -> String {
        format!("{}  {}\n", visible::line(&self.subject), paint(look, Label::Dim, &visible::line(&self.path)))
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(record).collect()
    }
}
