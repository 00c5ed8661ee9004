//! The seats of deactivated people, freed by a job.

use std::sync::Arc;

use api::NoParams;
use api::home::Home;
use api::users::ListQuery;
use api::users_bulk::{Bulk, BulkChange, BulkEdit, Create, Selection};
use domain::Status;

use crate::backend::{Call, use_mutation};
use crate::router::{NavigateOptions, use_navigate};
use crate::text::home as text;
use crate::ui::ConfirmDialog;
use crate::view::prelude::*;

/// Takes the licence from all who are deactivated.
fn free_seats() -> Bulk {
    let filters = ListQuery {
        status: Some(Status::Deactivated),
        license: Some("any".to_owned()),
        ..ListQuery::default()
    };
    let edit = BulkEdit { plan_id: Some(String::new()), ..BulkEdit::default() };
    Bulk {
        selection: Selection { filters: Some(filters), ..Selection::default() },
        change: BulkChange { edit: Some(edit), ..BulkChange::default() },
    }
}

/// Asks first, and leads to the job then.
#[component]
pub(super) fn FreeSeats(
    /// How the organization stands.
    home: Signal<Arc<Home>>,
    /// Whether it asks.
    asking: RwSignal<bool>,
) -> View {
    let navigate = use_navigate();
    let start = use_mutation::<Create>(move |outcome| {
        if let Ok(job) = outcome {
            asking.try_set(false);
            navigate(&["/jobs/", &job.id.to_string()].concat(), NavigateOptions::default());
        }
    });
    let people = move || home.with(|home| home.deactivated_license_holders);
    let failure = derive(move || start.failure.get().map(|failure| failure.detail()));
    let run = Callback::new(move |()| start.run(Call::new(NoParams {}).body(free_seats())));
    let title = derive(move || text::free_seats_title(people()));
    view! {
        <ConfirmDialog open=asking title confirm=text::free_seats() on_confirm=run busy=start.pending failure>
            <p>{text::free_seats_detail()}</p>
        </ConfirmDialog>
    }
}
