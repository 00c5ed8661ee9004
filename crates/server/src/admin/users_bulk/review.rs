//! `POST /api/v1/users/bulk/review`

use std::collections::HashSet;

use api::history::Change;
use api::jobs::RowProblem;
use api::users_bulk::{BulkReason, BulkReview, BulkRow, MAX_ROWS, Review};
use domain::UserId;
use store::{Reader, User, UserQuery};

use super::{Selected, checked};
use crate::http::{Answer, Call, Failure, Reply};
use crate::jobs::bulk::{Deed, Matching};
use crate::jobs::row_problems;
use crate::people::{self, Judge};

/// People that are read at once.
const BATCH: usize = 1_000;

/// What the change would do to each, by the very rules that decide when it is done. Nothing is written.
///
/// # Errors
/// `invalid_fields`, `forbidden` (R32).
pub async fn handle(call: Call<Review>) -> Answer<Review> {
    let read = call.read();
    let (selected, deed) = checked(&read, call.actor.role, &call.body).await?;
    let judge = Judge::of(&read, call.actor.rules()).await?;
    let mut told = Told { deed, judge, review: BulkReview::default() };
    match selected {
        Selected::Named(ids) => told.named(&read, &ids).await?,
        Selected::Matching(matching) => told.matching(&read, &matching).await?,
    }
    told.review.reasons.sort_by_key(|reason| std::cmp::Reverse(reason.people));
    Ok(Reply::new(told.review))
}

struct Told {
    deed: Deed,
    judge: Judge,
    review: BulkReview,
}

impl Told {
    async fn named(&mut self, read: &Reader, ids: &[UserId]) -> Result<(), Failure> {
        for batch in ids.chunks(BATCH) {
            let people = read.users().get_many(batch).await?;
            for id in batch {
                match people.iter().find(|user| user.id == *id) {
                    Some(user) => self.judge(user),
                    None => self.refuse(*id, None, people::Error::NotFound),
                }
            }
        }
        Ok(())
    }

    async fn matching(&mut self, read: &Reader, matching: &Matching) -> Result<(), Failure> {
        let except: HashSet<UserId> = matching.except.iter().copied().collect();
        let mut next = Some(matching.query()?);
        while let Some(query) = next.take() {
            let (people, cursor) = read.users().walk(&query).await?;
            people.iter().filter(|user| !except.contains(&user.id)).for_each(|user| self.judge(user));
            next = cursor.map(|cursor| UserQuery { cursor: Some(cursor), ..query });
        }
        Ok(())
    }

    fn judge(&mut self, user: &User) {
        match self.deed.judge(&mut self.judge, user) {
            Ok(changes) if changes.is_empty() && self.deed != Deed::Delete => {
                self.review.total += 1;
                self.review.unchanged += 1;
            }
            Ok(changes) => {
                self.review.total += 1;
                self.review.changed += 1;
                let change =
                    |change: store::Change| Change { field: change.field, from: change.from, to: change.to };
                let changes = changes.into_iter().map(change).collect();
                push(&mut self.review.changed_rows, row(user.id, Some(user), changes, Vec::new()));
            }
            Err(error) => self.refuse(user.id, Some(user), error),
        }
    }

    fn refuse(&mut self, id: UserId, user: Option<&User>, error: people::Error) {
        self.review.total += 1;
        self.review.refused += 1;
        let problems = row_problems(error);
        for problem in &problems {
            count(&mut self.review.reasons, problem);
        }
        push(&mut self.review.refused_rows, row(id, user, Vec::new(), problems));
    }
}

fn push(rows: &mut Vec<BulkRow>, row: BulkRow) {
    if rows.len() < MAX_ROWS {
        rows.push(row);
    }
}

fn row(id: UserId, user: Option<&User>, changes: Vec<Change>, problems: Vec<RowProblem>) -> BulkRow {
    BulkRow {
        user_id: id,
        name: user.map(people::display_name).unwrap_or_default(),
        username: user.map(|user| user.username.clone()).unwrap_or_default(),
        changes,
        problems,
    }
}

/// There are few reasons: they are looked through.
fn count(reasons: &mut Vec<BulkReason>, problem: &RowProblem) {
    match reasons.iter_mut().find(|reason| reason.message == problem.message) {
        Some(reason) => reason.people += 1,
        None => {
            reasons.push(BulkReason { reason: problem.reason, message: problem.message.clone(), people: 1 })
        }
    }
}
