//! The end of an application.

use std::sync::Arc;

use api::applications::{Application, ApplicationParams, Delete};
use domain::Right;

use super::PATH;
use crate::backend::{Call, use_mutation};
use crate::layout::refusal;
use crate::router::{NavigateOptions, use_navigate};
use crate::text::applications as text;
use crate::ui::{Button, Card, ConfirmDialog, Glyph, Variant};
use crate::view::prelude::*;

/// The card; its name is typed before it goes.
#[component]
pub fn DeleteCard(
    /// The application.
    application: Signal<Arc<Application>>,
) -> View {
    let (navigate, asking) = (use_navigate(), RwSignal::new(false));
    let delete = use_mutation::<Delete>(move |outcome| {
        if outcome.is_ok() {
            asking.try_set(false);
            navigate(PATH, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let id = application.with_untracked(|one| one.id);
    let run = Callback::new(move |()| delete.run(Call::new(ApplicationParams { id })));
    let failure = derive(move || delete.failure.get().map(|failure| failure.detail()));
    let typed = derive(move || Some(application.with(|one| one.name.clone())));
    view! {
        <Card title=text::delete() detail=text::delete_detail()>
            <Button
                label=text::delete()
                icon=Glyph::Trash
                variant=Variant::Danger
                disabled_reason=refusal(Right::EditIdentity)
                on_press=move |()| asking.set(true)
            />
            <ConfirmDialog open=asking title=text::delete() confirm=text::delete() on_confirm=run typed busy=delete.pending failure>
                <p>{text::delete_detail()}</p>
            </ConfirmDialog>
        </Card>
    }
}
