//! One application: what to copy into it, where it may send browsers, its secrets, and the end of it.

use std::sync::Arc;

use api::NoQuery;
use api::applications::{self, Application, ApplicationEdit, ApplicationParams, Edit};
use domain::{ApplicationId, ApplicationKind, Right};

use super::PATH;
use super::delete::DeleteCard;
use super::fields::{Fields, lines};
use super::provider::Provider;
use super::secrets::Secrets;
use crate::backend::{Call, use_mutation, use_query};
use crate::forms::{FormFrame, UnsavedGuard};
use crate::layout::{Loaded, Page, refusal};
use crate::pages::not_found::NotFoundPage;
use crate::platform::effect;
use crate::router::use_params_map;
use crate::text::{applications as text, common, identity};
use crate::ui::{Button, Card, Crumb, Variant, use_toasts};
use crate::view::prelude::*;

/// The page `/identity/applications/:id`. Another application is another page.
#[component]
pub fn ApplicationPage() -> View {
    let params = use_params_map();
    let id = memo(move || {
        params.with(|params| params.get("id")).and_then(|text| text.parse::<ApplicationId>().ok())
    });
    live(move || match id.get() {
        Some(id) => view! { <One id /> },
        None => view! { <NotFoundPage /> },
    })
}

#[component]
fn One(id: ApplicationId) -> View {
    let application = use_query::<applications::Get>(move || (ApplicationParams { id }, NoQuery {}));
    let title = derive(move || {
        let name = application.data.with(|data| data.as_ref().map(|one| one.name.clone()));
        name.unwrap_or_else(|| text::title().to_owned())
    });
    let crumbs = vec![Crumb::new(identity::title(), "/identity"), Crumb::new(text::title(), PATH)];
    view! {
        <Page title crumbs narrow=true>
            <Loaded query=application let:application>{view! { <Content application /> }}</Loaded>
        </Page>
    }
}

#[component]
fn Content(application: Signal<Arc<Application>>) -> View {
    let (id, kind) = application.with_untracked(|one| (one.id, one.kind));
    let secrets = (kind == ApplicationKind::Confidential).then(|| view! { <Secrets application /> });
    view! {
        <Provider client_id=id.to_string() />
        {secrets}
        <Settings application />
        <DeleteCard application />
    }
}

#[component]
fn Settings(application: Signal<Arc<Application>>) -> View {
    let toasts = use_toasts();
    let before = application.get_untracked();
    let fields = Fields::new(&before.name, &before.redirect_uris, &before.post_logout_redirect_uris);
    effect(move || {
        application.with(|one| {
            fields.name.reload(&one.name);
            fields.redirect_uris.reload(&one.redirect_uris.join("\n"));
            fields.post_logout.reload(&one.post_logout_redirect_uris.join("\n"));
        });
    });
    let edit = use_mutation::<Edit>(move |outcome| match outcome {
        Ok(_) => {
            fields.form.saved();
            toasts.success(identity::saved());
        }
        Err(failure) => fields.form.refuse(&failure),
    });
    let submit = Callback::new(move |()| {
        if fields.form.check() {
            let (id, version) = application.with_untracked(|one| (one.id, one.version));
            let body = ApplicationEdit {
                name: Some(fields.name.text()),
                redirect_uris: Some(lines(fields.redirect_uris)),
                post_logout_redirect_uris: Some(lines(fields.post_logout)),
            };
            edit.run(Call::new(ApplicationParams { id }).body(body).if_match(version));
        }
    });
    view! {
        <Card title=text::kind_name(before.kind) detail=text::kind_words(before.kind)>
            <FormFrame form=fields.form on_submit=submit>
                {fields.view()}
                <div class="form-actions">
                    <Button
                        label=common::save()
                        variant=Variant::Primary
                        submit=true
                        busy=edit.pending
                        disabled_reason=refusal(Right::EditIdentity)
                    />
                </div>
            </FormFrame>
            <UnsavedGuard dirty=derive(move || fields.form.is_dirty()) />
        </Card>
    }
}
