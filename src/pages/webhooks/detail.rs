//! One webhook: whether it is told, where and of what, what was delivered, and the end of it.

use std::sync::Arc;

use api::NoQuery;
use api::webhooks::{self, Delete, Edit, SendTest, Webhook, WebhookEdit, WebhookParams};
use domain::{Right, WebhookId};

use super::deliveries::deliveries;
use super::fields::{Fields, chosen, written};
use super::{PATH, crumbs, state};
use crate::backend::{Call, use_query, use_write};
use crate::forms::UnsavedGuard;
use crate::layout::{DeleteCard, Loaded, Page, refusal, use_act};
use crate::pages::not_found::NotFoundPage;
use crate::platform::effect;
use crate::router::use_params_map;
use crate::text::{common, identity, provisioning_log as log, webhooks as text};
use crate::ui::{Button, Card, Notice, Tone, use_toasts};
use crate::view::prelude::*;

/// The page `/identity/webhooks/:id`. Another webhook is another page.
#[component]
pub fn WebhookPage() -> View {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get("id")).and_then(|text| text.parse::<WebhookId>().ok()));
    live(move || id.get().map_or_else(|| view! { <NotFoundPage /> }, one))
}

fn one(id: WebhookId) -> View {
    let webhook = use_query::<webhooks::Get>(move || (WebhookParams { id }, NoQuery {}));
    let title = derive(move || {
        let url = webhook.data.with(|data| data.as_ref().map(|one| one.url.clone()));
        url.unwrap_or_else(|| text::title().to_owned())
    });
    let content = move |webhook: Signal<Arc<Webhook>>| {
        view! { {settings(webhook)} {deliveries(id)} {deletion(id)} }
    };
    view! {
        <Page title crumbs=crumbs() narrow=true><Loaded query=webhook children=content /></Page>
    }
}

fn settings(webhook: Signal<Arc<Webhook>>) -> View {
    let (toasts, write, act, fields) = (use_toasts(), use_write(), use_act(), Fields::new());
    // Also what somebody else has changed meanwhile, but for what is being typed.
    effect(move || {
        webhook.with(|one| {
            fields.url.reload(&one.url);
            fields.events.reload(&written(&one.events));
        });
    });
    let edit = move |body: WebhookEdit, done: Callback<()>| {
        let (id, version) = webhook.with_untracked(|one| (one.id, one.version));
        let call = Call::<Edit>::new(WebhookParams { id }).body(body).if_match(version);
        write.run(call, move |outcome| match outcome {
            Ok(_) => {
                done.run(());
                toasts.success(identity::saved());
            }
            Err(failure) => fields.form.refuse(&failure),
        });
    };
    let submit = Callback::new(move |()| {
        if fields.form.check() {
            let (url, events) = (Some(fields.url.text()), Some(chosen(&fields.events.text())));
            let saved = Callback::new(move |()| fields.form.saved());
            edit(WebhookEdit { url, events, active: None }, saved);
        }
    });
    let active = memo(move || webhook.with(|one| one.active));
    let test = move |()| {
        let id = webhook.with_untracked(|one| one.id);
        act.run((Call::<SendTest>::new(WebhookParams { id }).into_request(), text::test_sent().to_owned()));
    };
    let turn = move |()| {
        edit(
            WebhookEdit { active: Some(!active.get_untracked()), ..WebhookEdit::default() },
            Callback::new(drop),
        );
    };
    let reason = refusal(Right::EditIdentity);
    let actions = move || {
        let label = derive(move || if active.get() { log::pause() } else { log::resume() }.to_owned());
        view! {
            <Show when=move || active.get()><Button label=text::test() disabled_reason=reason on_press=test /></Show>
            <Button label disabled_reason=reason busy=write.pending on_press=turn />
        }
    };
    let told = move || {
        let (active, gone) = webhook.with(|one| (one.active, one.gone));
        let words = if gone { text::gone_detail() } else { text::paused_detail() };
        (!active).then(|| view! { <Notice tone=Tone::Warning text=words /> })
    };
    view! {
        <Card title=text::state() actions>
            <p>{move || webhook.with(|one| state(one.active, one.gone))}</p>
            {told}
            {fields.view(submit, (common::save(), write.pending), View::empty())}
        </Card>
        <UnsavedGuard dirty=derive(move || fields.form.is_dirty()) />
    }
}

fn deletion(id: WebhookId) -> View {
    let request = Box::new(move || Call::<Delete>::new(WebhookParams { id }).into_request());
    let (disabled_reason, typed) = (refusal(Right::EditIdentity), Signal::stored(None));
    view! {
        <DeleteCard label=text::delete() detail=text::delete_detail() disabled_reason typed request back=PATH />
    }
}
