//! The check: what each line would do, and everything that is wrong with it. Nobody is changed.

use std::collections::hash_map::{Entry, RandomState};
use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;

use api::jobs::RowProblem;
use api::users_import::ImportCheck;
use domain::fold::fold;
use domain::{ImportId, PlanId, RowFault, RowState};
use store::{Import, JobProgress, JobRow, Reader, User};

use super::{BATCH, Layout, Table, file, layout};
use crate::csv::Record;
use crate::jobs::rows::{self, json};
use crate::jobs::{Halt, Step, Task};
use crate::people::{self, Judge, Judged, Seats};

/// A file that is being read: its next lines, and who is in it more than once.
pub struct Reading {
    layout: Layout,
    lines: Lines,
    repeated: Repeated,
    /// Seats that the lines so far would take and free (R18).
    seats: HashMap<PlanId, i64>,
}

impl Reading {
    fn note(&mut self, seats: Seats) {
        for (plan, by) in seats.moved() {
            *self.seats.entry(plan).or_default() += by;
        }
    }
}

/// Checks the next lines.
///
/// # Errors
/// [`Halt`].
pub async fn check(task: &mut Task) -> Result<Step, Halt> {
    let mut reading = match task.reading.take() {
        Some(reading) => reading,
        None => Box::new(begin(task).await?),
    };
    let lines = reading.lines.next(&task.read(), BATCH).await?;
    if lines.is_empty() {
        return Ok(Step::Over);
    }
    let mut judge = Judge::of(&task.read(), task.actor().await?).await?;
    judge.count_seats(reading.seats.iter().map(|(plan, by)| (*plan, *by)));
    let usernames: Vec<&str> = lines.iter().map(|line| reading.layout.username(&line.cells)).collect();
    let people = task.read().users().by_usernames(&usernames).await?;
    let people: HashMap<String, User> = people.into_iter().map(|user| (fold(&user.username), user)).collect();
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        let known = people.get(&fold(reading.layout.username(&line.cells)));
        let (row, seats) = judged(&reading, line, known, &mut judge);
        reading.note(seats);
        rows.push(row);
    }
    let more: JobProgress = rows::progress(&rows);
    task.record_alone(&rows, &more).await?;
    task.reading = Some(reading);
    Ok(Step::More)
}

/// Reads the file once for its usernames; then from behind the last line that has its result, which after a new start are some.
async fn begin(task: &Task) -> Result<Reading, Halt> {
    let read = task.read();
    let import = file(task).await?;
    let check: ImportCheck = task.payload()?;
    let layout = layout(&import, &check);
    let mut repeated = Repeated::default();
    let mut lines = Lines::new(&import);
    loop {
        let some = lines.next(&read, BATCH).await?;
        if some.is_empty() {
            break;
        }
        some.iter().for_each(|line| repeated.note(layout.username(&line.cells), line.line));
    }
    let mut lines = Lines::new(&import);
    lines.after = read.jobs().last_position(task.job.id).await?;
    Ok(Reading { layout, lines, repeated, seats: HashMap::new() })
}

/// The lines of a file, a few at a time.
struct Lines {
    import: ImportId,
    table: Table,
    chunk: u64,
    is_whole: bool,
    waiting: VecDeque<Record>,
    /// Lines up to this one are left out.
    after: u64,
}

impl Lines {
    fn new(import: &Import) -> Self {
        let table = Table::new(import.delimiter);
        Self { import: import.id, table, chunk: 0, is_whole: false, waiting: VecDeque::new(), after: 0 }
    }

    /// At most `count` lines; none at the end.
    async fn next(&mut self, read: &Reader, count: u64) -> Result<Vec<Record>, Halt> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        while self.waiting.len() < count && !self.is_whole {
            let chunk = read.imports().chunk(self.import, self.chunk).await?;
            if chunk.is_none() && self.chunk == 0 {
                return Err(Halt::Failed(
                    "The file is kept for a day only, and is gone. Upload it again.".to_owned(),
                ));
            }
            let records = match &chunk {
                Some(chunk) => self.table.push(chunk),
                None => self.table.finish(),
            };
            self.is_whole = chunk.is_none();
            self.chunk += 1;
            let records = records.map_err(|unreadable| Halt::Failed(unreadable.to_string()))?;
            self.waiting.extend(records.into_iter().filter(|record| record.line > self.after));
        }
        let count = count.min(self.waiting.len());
        Ok(self.waiting.drain(..count).collect())
    }
}

/// Usernames that are in the file more than once. Kept as hashes: a file of any usernames takes little of memory.
#[derive(Default)]
struct Repeated {
    hasher: RandomState,
    /// The first two lines of each.
    lines: HashMap<u64, (u64, Option<u64>)>,
}

impl Repeated {
    fn note(&mut self, username: &str, line: u64) {
        if username.is_empty() {
            return;
        }
        match self.lines.entry(self.hasher.hash_one(fold(username))) {
            Entry::Vacant(entry) => {
                entry.insert((line, None));
            }
            Entry::Occupied(mut entry) => {
                entry.get_mut().1.get_or_insert(line);
            }
        }
    }

    /// Another line with that username.
    fn other(&self, username: &str, line: u64) -> Option<u64> {
        let (first, second) = self.lines.get(&self.hasher.hash_one(fold(username)))?;
        if *first == line { *second } else { Some(*first) }
    }
}

/// What a line would do: everything that is wrong with it at once.
fn judged(reading: &Reading, line: &Record, known: Option<&User>, judge: &mut Judge) -> (JobRow, Seats) {
    let layout = &reading.layout;
    let person = layout.read(&line.cells, judge);
    let mut problems = person.problems;
    let is_whole = problems.iter().all(|problem| problem.field.is_some());
    if let Some(other) = reading.repeated.other(&person.new.username, line.line).filter(|_| is_whole) {
        let problem = RowProblem {
            field: Some("username".to_owned()),
            ..RowProblem::from(RowFault::RepeatedUsername { line: other })
        };
        problems.push(layout.placed(problem, &line.cells));
    }
    let outcome = match known {
        _ if !is_whole => Ok(Judged::default()),
        Some(user) => judge.edit(user, &person.edit),
        None => judge.create(&person.new, false),
    };
    let Judged { changes, seats } = outcome.unwrap_or_else(|error| {
        let told = rows::problems(error).into_iter().map(|problem| layout.placed(problem, &line.cells));
        problems.extend(told);
        Judged::default()
    });
    let state = match (problems.is_empty(), known, changes.is_empty()) {
        (false, ..) => RowState::Refused,
        (true, None, _) => RowState::Created,
        (true, Some(_), true) => RowState::Unchanged,
        (true, Some(_), false) => RowState::Changed,
    };
    let refused = state == RowState::Refused;
    if refused {
        // Nobody takes a seat who is refused for something else.
        judge.count_seats(seats.moved().map(|(plan, by)| (plan, -by)));
    }
    let row = JobRow {
        position: line.line,
        state,
        subject_id: known.map(|user| user.id),
        subject: known.map_or_else(|| person.new.username.clone(), people::display_name),
        input: serde_json::to_string(&line.cells).unwrap_or_default(),
        changes: if refused { Vec::new() } else { changes },
        problems: json(&problems),
    };
    (row, if refused { Seats::default() } else { seats })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_a_repeated_username_names_another_one() {
        let mut repeated = Repeated::default();
        for (username, line) in [("ada", 2), ("bob", 3), ("ADA", 4), ("ada", 5), ("", 6), ("", 7)] {
            repeated.note(username, line);
        }
        assert_eq!(repeated.other("ada", 2), Some(4));
        assert_eq!(repeated.other("Ada", 4), Some(2));
        assert_eq!(repeated.other("ada", 5), Some(2));
        assert_eq!(repeated.other("bob", 3), None);
        assert_eq!(repeated.other("", 6), None);
    }
}
