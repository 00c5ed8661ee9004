//! The names of scheduled back-ups: `rollcall-20261130T005446Z-0.1.0.sqlite`, by time and version. Nothing else is ever deleted.

use domain::Timestamp;

const PREFIX: &str = "rollcall-";
const ENDING: &str = ".sqlite";
/// `2026-11-30T00:54:46`, of the form that a time is written in.
const SECONDS: usize = 19;

/// The name of a back-up that this version makes at `now`.
pub fn name(now: Timestamp) -> String {
    let time: String = now.to_string().chars().take(SECONDS).filter(|c| c.is_ascii_alphanumeric()).collect();
    format!("{PREFIX}{time}Z-{}{ENDING}", env!("CARGO_PKG_VERSION"))
}

/// When the back-up of that name was made, in whole seconds; `None` for any other name.
pub fn time(name: &str) -> Option<Timestamp> {
    let (time, version) = name.strip_prefix(PREFIX)?.strip_suffix(ENDING)?.split_once('-')?;
    let is_version = version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c));
    let (date, clock) = time.strip_suffix('Z')?.split_once('T')?;
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !(is_version && digits(date, 8) && digits(clock, 6)) {
        return None;
    }
    let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
    let (hour, minute, second) = (&clock[..2], &clock[2..4], &clock[4..]);
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z").parse().ok()
}

/// Is it the draft of such a back-up, or SQLite's journal of one? Of a name like
/// `.rollcall-20261130T005446Z-0.1.0.sqlite.x1y2z3.partial`.
pub fn is_draft(name: &str) -> bool {
    let name = name.strip_suffix("-journal").unwrap_or(name);
    let draft = name.strip_prefix('.').and_then(|name| name.strip_suffix(".partial"));
    draft.and_then(|draft| draft.rsplit_once('.')).is_some_and(|(name, _)| time(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_when_and_by_which_version_and_reads_back() {
        let now: Timestamp = "2026-11-30T00:54:46.789Z".parse().unwrap();
        let name = name(now);
        assert_eq!(name, format!("rollcall-20261130T005446Z-{}.sqlite", env!("CARGO_PKG_VERSION")));
        assert_eq!(time(&name), Some("2026-11-30T00:54:46Z".parse().unwrap()));
        assert!(time("rollcall-20261130T005446Z-2.0.0-rc.1+build.sqlite").is_some());
    }

    #[test]
    fn a_draft_is_known_by_the_name_that_it_would_get() {
        assert!(is_draft(".rollcall-20261130T005446Z-0.1.0.sqlite.x1y2z3.partial"));
        assert!(is_draft(".rollcall-20261130T005446Z-0.1.0.sqlite.x1y2z3.partial-journal"));
        assert!(!is_draft(".rollcall-20261130T005446Z-0.1.0.sqlite.partial"));
        assert!(!is_draft(".other.sqlite.x1y2z3.partial"));
        assert!(!is_draft("rollcall-20261130T005446Z-0.1.0.sqlite"));
    }

    #[test]
    fn no_other_name_is_one_of_ours() {
        for other in [
            "rollcall.sqlite",
            "rollcall-before-upgrade.sqlite",
            "rollcall-20261130T005446Z-0.1.0.sqlite.gz",
            "rollcall-20261130T005446Z-.sqlite",
            "rollcall-20261130T005446Z-kept.sqlite",
            "rollcall-20261130T005446Z-0.1.0 copy.sqlite",
            "rollcall-20261330T005446Z-0.1.0.sqlite",
            "rollcall-2026113T0005446Z-0.1.0.sqlite",
            ".rollcall-20261130T005446Z-0.1.0.sqlite.x1.partial",
            "rollcall-é0261130T00546Z-0.1.0.sqlite",
        ] {
            assert_eq!(time(other), None, "{other}");
        }
    }
}
