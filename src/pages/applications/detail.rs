//! One application: what to copy into it, its secrets, where it may send browsers, and the end of it.

use std::sync::Arc;

use api::NoQuery;
use api::applications::{self, Application, ApplicationEdit, ApplicationParams, Delete, Edit};
use domain::{ApplicationId, ApplicationKind, Right};

use super::fields::{Fields, lines};
use super::secrets::secrets;
use super::values::values;
use super::{PATH, crumbs};
use crate::backend::{Call, use_query, use_write};
use crate::layout::{DeleteCard, Loaded, Page, refusal};
use crate::pages::not_found::NotFoundPage;
use crate::platform::effect;
use crate::router::use_params_map;
use crate::text::{applications as text, common, identity};
use crate::ui::{Card, use_toasts};
use crate::view::prelude::*;

/// The page `/identity/applications/:id`. Another application is another page.
#[component]
pub fn ApplicationPage() -> View {
    let params = use_params_map();
    let id = memo(move || {
        params.with(|params| params.get("id")).and_then(|text| text.parse::<ApplicationId>().ok())
    });
    live(move || id.get().map_or_else(|| view! { <NotFoundPage /> }, one))
}

fn one(id: ApplicationId) -> View {
    let application = use_query::<applications::Get>(move || (ApplicationParams { id }, NoQuery {}));
    let title = derive(move || {
        let name = application.data.with(|data| data.as_ref().map(|one| one.name.clone()));
        name.unwrap_or_else(|| text::title().to_owned())
    });
    let content = move |application: Signal<Arc<Application>>| {
        let kind = application.with_untracked(|one| one.kind);
        view! {
            {values(Some(id.to_string()))}
            {(kind == ApplicationKind::Confidential).then(|| secrets(application))}
            <Card title=text::kind_words(kind)>{settings(application)}</Card>
            {deletion(application)}
        }
    };
    view! {
        <Page title crumbs=crumbs() narrow=true><Loaded query=application children=content /></Page>
    }
}

fn settings(application: Signal<Arc<Application>>) -> View {
    let (toasts, write, fields) = (use_toasts(), use_write(), Fields::new([""; 3]));
    // Also what somebody else has changed meanwhile, but for what is being typed.
    effect(move || {
        application.with(|one| {
            fields.name.reload(&one.name);
            fields.redirect_uris.reload(&one.redirect_uris.join("\n"));
            fields.post_logout.reload(&one.post_logout_redirect_uris.join("\n"));
        });
    });
    let submit = Callback::new(move |()| {
        if fields.form.check() {
            let (id, version) = application.with_untracked(|one| (one.id, one.version));
            let body = ApplicationEdit {
                name: Some(fields.name.text()),
                redirect_uris: Some(lines(fields.redirect_uris)),
                post_logout_redirect_uris: Some(lines(fields.post_logout)),
            };
            let call = Call::<Edit>::new(ApplicationParams { id }).body(body).if_match(version);
            write.run(call, move |outcome| match outcome {
                Ok(_) => {
                    fields.form.saved();
                    toasts.success(identity::saved());
                }
                Err(failure) => fields.form.refuse(&failure),
            });
        }
    });
    fields.view(submit, (common::save(), write.pending), View::empty())
}

/// Its name is typed before it goes.
fn deletion(application: Signal<Arc<Application>>) -> View {
    let id = application.with_untracked(|one| one.id);
    let request = Box::new(move || Call::<Delete>::new(ApplicationParams { id }).into_request());
    let typed = derive(move || Some(application.with(|one| one.name.clone())));
    let disabled_reason = refusal(Right::EditIdentity);
    view! {
        <DeleteCard label=text::delete() detail=text::delete_detail() disabled_reason typed request back=PATH />
    }
}
