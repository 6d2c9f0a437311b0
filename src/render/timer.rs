//! Jobs for systemd and cron, quoted as each of them wants it.
//!
//! **Owns** quoting. **Refuses to know** which command is run, and writes nothing: a person pastes it. **Invariant**: what
//! the scheduler runs has exactly the words it was given, whatever characters are in them but control characters.

use super::json::Schema;
use super::{Draw, Look};
use crate::report::timer::{TimerItem, TimerReport};

impl Schema for TimerReport {
    const SCHEMA: &'static str = "clm.timer/1";
}

impl Draw for TimerReport {
    fn human(&self, _: &Look) -> String {
        let mut out = String::new();
        for item in &self.items {
            out.push_str(if out.is_empty() { "" } else { "\n" });
            match &item.file {
                Some(file) => out.push_str(&format!("# {file}\n{}", item.text)),
                None => out.push_str(&format!("# crontab -e\n{}\n", item.text)),
            }
        }
        if let Some(timer) = self.items.iter().filter_map(|item| item.file.as_deref()).find(|f| f.ends_with(".timer")) {
            let name = timer.rsplit('/').next().unwrap_or(timer);
            out.push_str(&format!("\n# systemctl --user daemon-reload && systemctl --user enable --now {name}\n"));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record =
            |item: &TimerItem| vec![item.form.clone(), item.file.clone().unwrap_or_default(), item.text.clone()];
        self.items.iter().map(record).collect()
    }
}

/// A service and a timer for systemd, to be called `name`, running `words` every day at an hour and minute.
#[must_use]
pub fn systemd(name: &str, about: &str, words: &[String], (hour, minute): (u32, u32)) -> [TimerItem; 2] {
    let mut quoted = words.iter().enumerate().map(|(place, word)| systemd_word(word, place == 0));
    let line = quoted.by_ref().collect::<Vec<_>>().join(" ");
    let service = format!("[Unit]\nDescription={about}\n\n[Service]\nType=oneshot\nExecStart={line}\n");
    let timer = format!(
        "[Unit]\nDescription={about}, every day\n\n[Timer]\nOnCalendar=*-*-* {hour:02}:{minute:02}:00\n\
         # A run that was missed, because the machine was off, is made up for.\nPersistent=true\n\n\
         [Install]\nWantedBy=timers.target\n"
    );
    let item = |ending: &str, text: String| TimerItem {
        form: "systemd".to_owned(),
        file: Some(format!("~/.config/systemd/user/{name}.{ending}")),
        text,
    };
    [item("service", service), item("timer", timer)]
}

/// A line for a crontab.
#[must_use]
pub fn cron(words: &[String], (hour, minute): (u32, u32)) -> TimerItem {
    let line = words.iter().map(|word| cron_word(word)).collect::<Vec<_>>().join(" ");
    TimerItem { form: "cron".to_owned(), file: None, text: format!("{minute} {hour} * * * {line}") }
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-=:@,+".contains(&byte))
}

/// A word of `ExecStart`: `%` would begin a specifier and `$` a variable, the latter not in the program's own name.
fn systemd_word(word: &str, is_program: bool) -> String {
    if is_plain(word) {
        return word.to_owned();
    }
    let word = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%");
    format!("\"{}\"", if is_program { word } else { word.replace('$', "$$") })
}

/// A word for `sh` in a crontab, where a `%` ends the line unless a `\` stands before it, which cron takes away.
fn cron_word(word: &str) -> String {
    if is_plain(word) {
        return word.to_owned();
    }
    // Outside the quotes, so that a `\` of the word never stands before the one for cron.
    format!("'{}'", word.replace('\'', "'\\''").replace('%', "'\\%'"))
}

#[cfg(test)]
mod tests {
    use super::{cron, cron_word, systemd, systemd_word};

    #[test]
    fn words_are_quoted_for_systemd() {
        for (word, program, quoted) in [
            ("/usr/bin/clm", true, "/usr/bin/clm"),
            ("/srv/my contracts", false, "\"/srv/my contracts\""),
            ("100%", false, "\"100%%\""),
            ("a\"b\\c", false, "\"a\\\"b\\\\c\""),
            ("$HOME/x", false, "\"$$HOME/x\""),
            ("/opt/$x/clm", true, "\"/opt/$x/clm\""),
            ("it's", false, "\"it's\""),
            (";", false, "\";\""),
            ("", false, "\"\""),
            ("#x", false, "\"#x\""),
        ] {
            assert_eq!(systemd_word(word, program), quoted);
        }
    }

    /// What cron gives to `sh`: as cron reads a command up to the first bare `%`.
    fn as_cron_reads(line: &str) -> String {
        let (mut out, mut escaped) = (String::new(), false);
        for character in line.chars() {
            if escaped {
                if character == '%' {
                    out.pop();
                }
                out.push(character);
                escaped = false;
                continue;
            }
            escaped = character == '\\';
            if character == '%' {
                break;
            }
            out.push(character);
        }
        out
    }

    #[test]
    fn cron_and_the_shell_give_the_words_back() {
        for word in [
            "x",
            "a b",
            "100%",
            "\\%",
            "%\\",
            "\\\\%",
            "'%'",
            "it's",
            "a\\'b",
            "$HOME `x` $(y)",
            "",
            "%%",
            "#",
            "~",
            "ærlig øl",
        ] {
            let words = vec!["clm".to_owned(), word.to_owned(), "end".to_owned()];
            let line = words.iter().map(|word| cron_word(word)).collect::<Vec<_>>().join(" ");
            let read = as_cron_reads(&line);
            assert_eq!(shlex::split(&read), Some(words), "{word}: {line} → {read}");
        }
    }

    #[test]
    fn jobs_run_daily_and_make_up_for_missed_runs() {
        let words = ["/bin/clm".to_owned(), "due".to_owned()];
        assert_eq!(cron(&words, (7, 5)).text, "5 7 * * * /bin/clm due");
        let [service, timer] = systemd("clm-due", "Dates", &words, (7, 5));
        assert!(service.text.contains("Type=oneshot\nExecStart=/bin/clm due\n"), "{service:?}");
        assert!(timer.text.contains("OnCalendar=*-*-* 07:05:00\n") && timer.text.contains("\nPersistent=true\n"));
        assert_eq!(timer.file.as_deref(), Some("~/.config/systemd/user/clm-due.timer"));
    }
}
