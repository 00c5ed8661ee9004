//! Licences: plans with seats (R16-R18).

pub mod create;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;

use api::Endpoint;
use api::licenses as of;
use api::problem::FieldError;
use domain::fold::fold;
use domain::{PlanId, Reason, licenses, validation};
use store::{PlanSummary, Reader, Tx};

use crate::http::{Answer, Failure, Reply, Routes};
use crate::people;

/// Binds the operations of `api::licenses`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::Delete, _, _, _>(delete::handle)
}

pub(crate) fn body(summary: PlanSummary) -> of::Plan {
    let PlanSummary { plan, deactivated, rules } = summary;
    of::Plan {
        free: plan.seating().free(),
        id: plan.id,
        name: plan.name,
        seats: plan.seats,
        used: plan.used,
        deactivated,
        rules,
        created_at: plan.created_at,
        updated_at: plan.updated_at,
        version: plan.version.unsigned_abs(),
    }
}

/// The plan as it is now.
async fn find(read: &Reader, id: PlanId) -> Result<of::Plan, Failure> {
    let found = read.licenses().summary(id).await?;
    found.map(body).ok_or_else(|| Failure::not_found("plan"))
}

/// The plan as it is now, as the answer, with its version as `ETag`.
async fn reply<E: Endpoint<Reply = of::Plan>>(read: &Reader, id: PlanId) -> Answer<E> {
    let plan = find(read, id).await?;
    let version = plan.version;
    Ok(Reply::new(plan).etag(version))
}

/// The plan, locked until the end of the transaction.
async fn locked(tx: &Tx, id: PlanId) -> Result<store::Plan, people::Error> {
    tx.licenses().lock(id).await?.ok_or(people::Error::NotFound)
}

/// What is wrong with the values of a plan.
#[derive(Default)]
struct Checked(Vec<FieldError>);

impl Checked {
    /// A name that no other plan than `own` has.
    async fn name(&mut self, tx: &Tx, text: &str, own: Option<PlanId>) -> Result<String, people::Error> {
        let name = validation::label(text).unwrap_or_else(|invalid| {
            self.0.push(FieldError::invalid("name", invalid));
            String::new()
        });
        let plans = tx.licenses().list().await?;
        if plans.iter().any(|plan| Some(plan.id) != own && fold(&plan.name) == fold(&name)) {
            self.0.push(FieldError::refused("name", Reason::PlanNameTaken));
        }
        Ok(name)
    }

    fn seats(&mut self, number: u64) -> u64 {
        licenses::seats(number).unwrap_or_else(|invalid| {
            self.0.push(FieldError::invalid("seats", invalid));
            number
        })
    }

    fn finish(self) -> Result<(), people::Error> {
        if self.0.is_empty() { Ok(()) } else { Err(people::Error::Fields(self.0)) }
    }
}

/// Refusals that belong to a field.
fn failure(error: people::Error) -> Failure {
    match error {
        people::Error::NotFound => Failure::not_found("plan"),
        people::Error::Refused(reason @ Reason::PlanNameTaken) => {
            people::Error::Fields(vec![FieldError::refused("name", reason)]).into()
        }
        other => other.into(),
    }
}
