//! `GET /api/v1/provisioning/guard`

use api::provisioning_guard::{Deactivated, Get, Guard, MAX_NAMED, MassChange};
use domain::guard::MINIMUM;
use store::Reader;

use super::{Present, present};
use crate::http::{Answer, Call, Failure, Reply};

/// Whether the identity provider has deactivated unusually many people of late.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let read = call.read();
    let (percent, present) = present(&read, call.now()).await?;
    let change = match present {
        Some(present) => Some(told(&read, &present).await?),
        None => None,
    };
    Ok(Reply::new(Guard { percent, minimum: MINIMUM, change }))
}

async fn told(read: &Reader, present: &Present) -> Result<MassChange, Failure> {
    let ids = &present.people[..present.people.len().min(MAX_NAMED)];
    let mut names = read.users().names(ids).await?;
    let first = ids.iter().filter_map(|id| Some(Deactivated { id: *id, name: names.remove(id)? })).collect();
    let change = present.change;
    Ok(MassChange { from: change.from, to: change.to, people: change.people, share: change.share, first })
}
