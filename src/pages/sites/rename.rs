//! Renaming a site (R14): what it means for provisioning is said before it is done.

use std::sync::Arc;

use api::sites::{Edit, Site, SiteEdit, SiteParams};
use api::{NoParams, NoQuery, provisioning};
use domain::{Right, validation};

use crate::backend::{Call, Failure, Mutation, use_mutation, use_query};
use crate::forms::{Form, FormFrame, FormText};
use crate::layout::refusal;
use crate::platform::effect;
use crate::text::{common, sites as text};
use crate::ui::{Button, Checkbox, Dialog, Notice, Tone, Variant, use_toasts};
use crate::view::prelude::*;

/// The dialog; what was typed is asked about before it is lost.
#[component]
pub fn RenameDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The site.
    site: Signal<Arc<Site>>,
) -> View {
    let dirty = RwSignal::new(false);
    view! {
        <Dialog open title=text::rename_title() dirty>
            <RenameForm open dirty site />
        </Dialog>
    }
}

#[component]
fn RenameForm(open: RwSignal<bool>, dirty: RwSignal<bool>, site: Signal<Arc<Site>>) -> View {
    let before = site.get_untracked();
    let form = Form::new();
    let name = form.input("name", text::new_name(), &before.name, |text| validation::label(text).map(drop));
    let keep = RwSignal::new(true);
    effect(move || dirty.set(form.is_dirty()));
    let edit = use_edit(form, (open, dirty), before.name.clone(), text::renamed);
    let submit = Callback::new(move |()| {
        let site = site.get_untracked();
        if form.check() && name.text().trim() == site.name {
            name.error.set(Some(text::unchanged().to_owned()));
        } else if form.check() {
            let keep_former_name = keep.get_untracked();
            let body = SiteEdit { name: Some(name.text()), keep_former_name, ..SiteEdit::default() };
            edit.run(Call::new(SiteParams { id: site.id }).body(body).if_match(site.version));
        }
    });
    view! {
        <FormFrame form on_submit=submit>
            <Warning site />
            <FormText input=name />
            <Checkbox label=text::keep() checked=keep hint=text::keep_hint() />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button
                    label=text::rename()
                    variant=Variant::Primary
                    submit=true
                    busy=edit.pending
                    disabled_reason=refusal(Right::EditSites)
                />
            </div>
        </FormFrame>
    }
}

/// Sends an edit of a site, from a dialog that is open and dirty so long; `done` tells of it, by the name before and after. (When
/// somebody else was quicker the page behind follows by itself, and the reader decides whether their change still fits.)
pub(super) fn use_edit(
    form: Form,
    (open, dirty): (RwSignal<bool>, RwSignal<bool>),
    before: String,
    done: fn(&str, &str) -> String,
) -> Mutation<Edit> {
    let toasts = use_toasts();
    use_mutation::<Edit>(move |outcome: Result<Site, Failure>| match outcome {
        Ok(after) => {
            dirty.try_set(false);
            open.try_set(false);
            toasts.success(done(&before, &after.name));
        }
        Err(failure) => form.refuse(&failure),
    })
}

/// How many users carry the old name at the identity provider.
#[component]
fn Warning(site: Signal<Arc<Site>>) -> View {
    let settings = use_query::<provisioning::Get>(|| (NoParams {}, NoQuery {}));
    let words = move || {
        let provider = settings.data.with(|settings| settings.as_ref().map(|s| s.identity_provider))?;
        site.with(|site| {
            (site.managed_users > 0).then(|| text::rename_warning(site.managed_users, provider, &site.name))
        })
    };
    view! { {move || words().map(|words| view! { <Notice tone=Tone::Warning text=words /> })} }
}
