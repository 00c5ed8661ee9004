//! Back-ups by themselves: one whenever the newest is too old, and only so many are kept.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::Timestamp;

use super::{names, write};
use crate::app::{App, AppState};

/// How often it is looked at least whether a back-up is due; also how long after a failure the next try is, or sooner, when they are
/// closer together.
const LOOK_EVERY: Duration = Duration::from_secs(3_600);
/// So that a clock that stands at the very moment does not make it look again at once.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_secs(1);

/// What the operator wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Where they go. Of this server's alone: another one's would be counted, and deleted, as its own.
    pub folder: PathBuf,
    /// How old the newest one becomes.
    pub every: Duration,
    /// How many are kept.
    pub keep: usize,
}

/// A back-up in the folder.
struct Known {
    at: Timestamp,
    file: PathBuf,
}

/// Makes back-ups for as long as the server runs.
pub async fn run(app: AppState, schedule: Schedule) {
    let mut looks = tokio::time::interval(LOOK_EVERY);
    loop {
        looks.tick().await;
        looks.reset_after(turn(&app, &schedule).await);
    }
}

/// Makes a back-up if one is due, and deletes then what is too many. Returns after how long to look again. A failure is in the log.
pub async fn turn(app: &App, schedule: &Schedule) -> Duration {
    match due(app, schedule) {
        Ok(wait) if wait.is_zero() => {}
        Ok(wait) => return wait.clamp(LOOK_AT_MOST_EVERY, LOOK_EVERY),
        Err(error) => return failed(schedule, &unreadable(schedule, &error)),
    }
    let file = schedule.folder.join(names::name(app.now()));
    match write(app.store.location(), &file).await {
        Ok(size) => tracing::info!(file = %file.display(), size, "backed up"),
        Err(error) => return failed(schedule, &error.to_string()),
    }
    if let Err(error) = tidy(schedule, &file) {
        tracing::error!(%error, folder = %schedule.folder.display(), "old back-ups cannot be deleted: the folder will fill up");
    }
    schedule.every.min(LOOK_EVERY)
}

fn failed(schedule: &Schedule, words: &str) -> Duration {
    let again = schedule.every.min(LOOK_EVERY);
    tracing::error!(next_try_in_seconds = again.as_secs(), "no back-up was made: {words}");
    again
}

fn unreadable(schedule: &Schedule, error: &io::Error) -> String {
    format!(
        "The folder {} cannot be read: {error}. Make it readable for this user.",
        schedule.folder.display()
    )
}

/// How long until the next one is due. Those that come from the future, by a clock that was wrong, say nothing.
fn due(app: &App, schedule: &Schedule) -> io::Result<Duration> {
    let now = app.now();
    let newest = known(schedule)?.into_iter().map(|known| known.at).filter(|at| *at <= now).max();
    let Some(newest) = newest else { return Ok(Duration::ZERO) };
    let age = Duration::from_millis(now.ms_since(newest).unsigned_abs());
    Ok(schedule.every.saturating_sub(age))
}

/// Deletes the oldest back-ups of those that are too many, and drafts that a crash has left; never the one that was just made, and nothing
/// that has another kind of name.
fn tidy(schedule: &Schedule, made: &Path) -> io::Result<()> {
    let mut others = known(schedule)?;
    others.retain(|known| known.file != made);
    others.sort_by_key(|known| Reverse(known.at));
    let drafts = files(schedule)?.into_iter().filter(|(name, _)| names::is_draft(name)).map(|(_, file)| file);
    let old = others.into_iter().skip(schedule.keep.saturating_sub(1)).map(|known| known.file);
    for file in old.chain(drafts) {
        std::fs::remove_file(&file)?;
        tracing::info!(file = %file.display(), "deleted an old back-up");
    }
    Ok(())
}

fn known(schedule: &Schedule) -> io::Result<Vec<Known>> {
    let files = files(schedule)?.into_iter();
    Ok(files.filter_map(|(name, file)| names::time(&name).map(|at| Known { at, file })).collect())
}

/// The plain files of the folder, by name.
fn files(schedule: &Schedule) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&schedule.folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file()
            && let Ok(name) = entry.file_name().into_string()
        {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}
