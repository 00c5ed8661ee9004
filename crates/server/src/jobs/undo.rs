//! Putting back what another job has changed, where nobody has changed it since.

use api::jobs::RowProblem;
use api::users::UserEdit;
use domain::jobs::can_undo;
use domain::{Field, RowFault, RowState, Status, UserId};
use store::{Change, JobRow, Tx, User};

use super::rows::{self, Undone, With, Work, json};
use super::{Halt, Step, Task};
use crate::people::{self, Batch, Done, Judge};

/// Gathers the rows of the other job first, at the same places, then puts back a batch of them.
pub(super) async fn step(task: &mut Task) -> Result<Step, Halt> {
    if task.job.gathered {
        return rows::step(task, &PutBack, rows::PEOPLE).await;
    }
    let from = task.payload()?;
    rows::gather(task, from, to_undo).await
}

/// The row that undoes another one; nothing, where nothing was done.
fn to_undo(row: JobRow) -> Option<JobRow> {
    let never = |fault: RowFault| (RowState::Refused, json(&[fault.into()]));
    let (state, problems) = match row.state {
        RowState::Changed => (RowState::Waiting, String::new()),
        RowState::Created => never(RowFault::MadeByJob),
        RowState::Deleted => never(RowFault::DeletedByJob),
        RowState::Waiting | RowState::Unchanged | RowState::Refused => return None,
    };
    let input = serde_json::to_string(&row.changes).unwrap_or_default();
    Some(JobRow { state, problems, input, changes: Vec::new(), ..row })
}

struct PutBack;

impl Work for PutBack {
    type Plan = ();

    async fn plan(&self, _: &Task, _: &[JobRow]) -> Result<(), Halt> {
        Ok(())
    }

    async fn write(&self, tx: &Tx, with: With<'_>, rows: &[JobRow], (): &()) -> Result<Vec<JobRow>, Halt> {
        let ids: Vec<UserId> = rows.iter().filter_map(|row| row.subject_id).collect();
        let mut batch = Batch::of(tx, with.act, with.judge, &ids).await?;
        let mut done = Vec::with_capacity(rows.len());
        for row in rows {
            let mut row = row.clone();
            let outcome = put_back(&mut batch, with, &mut row).await?;
            done.push(rows::after(row, outcome, RowState::Changed));
        }
        Ok(done)
    }
}

/// Puts back what can be put back of a person; the problems of the row tell of the rest.
async fn put_back(
    batch: &mut Batch<'_>,
    with: With<'_>,
    row: &mut JobRow,
) -> Result<Result<Done, Undone>, people::Error> {
    let id = row.subject_id.unwrap_or(UserId(0));
    let made: Vec<Change> = serde_json::from_str(&row.input).unwrap_or_default();
    let Some(user) = batch.get(id) else { return Ok(Err(people::Error::NotFound.into())) };
    let mut plan = Plan::of(user, batch.plan_name(user), &made, with.judge);
    let mut changes = Vec::new();
    if let Some(status) = plan.status {
        match batch.set_status(id, status).await? {
            Ok(done) => changes = done.changes,
            Err(refused) => plan.problems.extend(rows::problems(refused)),
        }
    }
    if plan.edit != UserEdit::default() {
        changes.extend(edit_what_can_be(batch, id, &mut plan).await?);
    }
    if changes.is_empty() && !plan.problems.is_empty() {
        return Ok(Err(Undone::Problems(plan.problems)));
    }
    row.problems = json(&plan.problems);
    Ok(Ok(Done { name: row.subject.clone(), changes }))
}

/// A field that is locked by now stays as it is, and the others are put back.
async fn edit_what_can_be(
    batch: &mut Batch<'_>,
    id: UserId,
    plan: &mut Plan,
) -> Result<Vec<Change>, people::Error> {
    let refused = match batch.edit(id, &plan.edit).await? {
        Ok(done) => return Ok(done.changes),
        Err(refused) => rows::problems(refused),
    };
    let field = |problem: &RowProblem| match problem.field.as_deref()? {
        "plan_id" => Some(Field::License),
        name => Field::from_name(name),
    };
    let fields: Vec<Field> = refused.iter().filter_map(field).collect();
    fields.iter().for_each(|field| plan.set(*field, None));
    plan.problems.extend(refused);
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let rest = batch.edit(id, &plan.edit).await?;
    Ok(rest.map_or_else(|_| Vec::new(), |done| done.changes))
}

/// What is to be put back.
#[derive(Default)]
struct Plan {
    edit: UserEdit,
    status: Option<Status>,
    problems: Vec<RowProblem>,
}

impl Plan {
    /// Of what `made` has changed, what is still so.
    fn of(user: &User, license: Option<String>, made: &[Change], judge: &Judge) -> Self {
        let mut plan = Self::default();
        for change in made {
            let Some(field) = Field::from_name(&change.field) else { continue };
            let left =
                |fault: RowFault| RowProblem { field: Some(change.field.clone()), ..RowProblem::from(fault) };
            if !can_undo(field) {
                plan.problems.push(left(RowFault::FieldStays));
                continue;
            }
            let now = match field {
                Field::License => license.clone(),
                // A site is the other value that needs a name, and is not put back.
                _ => people::field_value(user, None, field),
            };
            if now != change.to {
                plan.problems.push(RowProblem { value: now, ..left(RowFault::FieldChangedSince) });
                continue;
            }
            let before = change.from.clone().unwrap_or_default();
            if field == Field::License && !before.is_empty() {
                match judge.plan_named(&before) {
                    Some(id) => plan.set(field, Some(id.to_string())),
                    None => {
                        plan.problems.push(RowProblem { value: Some(before), ..left(RowFault::PlanGone) })
                    }
                }
                continue;
            }
            plan.set(field, Some(before));
        }
        plan
    }

    /// Sets a field of the edit; an empty text clears it, and `None` leaves it alone.
    fn set(&mut self, field: Field, value: Option<String>) {
        let edit = &mut self.edit;
        match field {
            Field::FirstName => edit.first_name = value,
            Field::LastName => edit.last_name = value,
            Field::Email => edit.email = value,
            Field::JobTitle => edit.job_title = value,
            Field::Department => edit.department = value,
            Field::PersonalContactNumber => edit.personal_contact_number = value,
            Field::Locale => edit.locale = value,
            Field::TimeZone => edit.time_zone = value,
            Field::Extension => edit.extension = value,
            Field::PhoneNumber => edit.phone_number = value,
            Field::License => edit.plan_id = value,
            Field::DirectoryVisible => edit.directory_visible = value.map(|value| value == "true"),
            Field::Status => self.status = value.map(|value| Status::from_active(value == "active")),
            // Never changed by a job, or never put back.
            Field::Username | Field::Site | Field::Role => {}
        }
    }
}
