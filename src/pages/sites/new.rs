//! Making a site.

use api::NoParams;
use api::sites::{Create, NewSite};
use domain::{Right, validation};

use crate::backend::{Call, use_mutation};
use crate::forms::{Form, FormFrame, FormText};
use crate::layout::refusal;
use crate::platform::{effect, focus, ids};
use crate::text::{common, sites as text};
use crate::ui::{Button, Dialog, Variant, use_toasts};
use crate::view::prelude::*;

/// The dialog; what was typed is asked about before it is lost.
#[component]
pub fn NewSiteDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The name that it begins with.
    name: Memo<String>,
) -> View {
    let dirty = RwSignal::new(false);
    view! {
        <Dialog open title=text::new_site() dirty>
            <NewSiteForm open dirty first=name.get_untracked() />
        </Dialog>
    }
}

#[component]
fn NewSiteForm(open: RwSignal<bool>, dirty: RwSignal<bool>, first: String) -> View {
    let toasts = use_toasts();
    let form = Form::new();
    let name = form.input("name", text::name(), &first, |text| validation::label(text).map(drop));
    effect(move || dirty.set(form.is_dirty()));
    let key = StoredValue::new(ids::random());
    let create = use_mutation::<Create>(move |outcome| match outcome {
        Ok(site) => {
            dirty.try_set(false);
            open.try_set(false);
            toasts.success(text::created(&site.name));
            if !first.is_empty() {
                // The row that led here is about to go.
                focus::to_selector("h1");
            }
        }
        Err(failure) => {
            // What the server has refused and is then put right is another request.
            if failure.problem().is_some() {
                key.set_value(ids::random());
            }
            form.refuse(&failure);
        }
    });
    let submit = Callback::new(move |()| {
        if form.check() {
            let body = NewSite { name: name.text(), ..NewSite::default() };
            create.run(Call::new(NoParams {}).body(body).idempotency_key(key.get_value()));
        }
    });
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=name hint=text::name_hint() />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button
                    label=text::create()
                    variant=Variant::Primary
                    submit=true
                    busy=create.pending
                    disabled_reason=refusal(Right::EditSites)
                />
            </div>
        </FormFrame>
    }
}
