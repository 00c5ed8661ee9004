//! The list, and the dialog that adds one.

use api::webhooks::{Create, Delivery, List, NewWebhook, Webhook};
use api::{NoParams, NoQuery};
use domain::Right;

use super::deliveries::{outcome, outcome_key};
use super::fields::{Fields, chosen};
use super::{PATH, state};
use crate::backend::Call;
use crate::layout::{Page, SecretDialog, SecretWords, Words, refusal, use_filters, use_listing, use_maker};
use crate::text::{common, identity, webhooks as text};
use crate::ui::{Button, Crumb, Glyph, Variant};
use crate::view::prelude::*;

/// The page `/identity/webhooks`.
#[component]
pub fn WebhooksPage() -> View {
    let listing = use_listing::<List, Webhook>(use_filters(), |_| (NoParams {}, NoQuery {}));
    let words = Words {
        label: text::title(),
        columns: vec![text::url(), text::state(), text::last()],
        none: (text::none_title(), text::none_detail()),
        glyph: Glyph::Link,
    };
    let key = |one: &Webhook| {
        let last = one.last_delivery.as_ref().map(outcome_key).unwrap_or_default();
        [one.id.to_string(), one.version.to_string(), last].join(" ")
    };
    let adding = RwSignal::new(false);
    let add = move || {
        let (press, reason) = (move |()| adding.set(true), refusal(Right::EditIdentity));
        view! { <Button label=text::add() icon=Glyph::Plus variant=Variant::Primary disabled_reason=reason on_press=press /> }
    };
    view! {
        <Page
            title=text::title()
            crumbs=vec![Crumb::new(identity::title(), "/identity")]
            lead=|| text::lead().into_view()
            actions=add
        >
            {listing.view(words, View::empty, key, row)}
            {dialog(adding)}
        </Page>
    }
}

fn row(webhook: &Webhook) -> View {
    let href = [PATH, "/", &webhook.id.to_string()].concat();
    let last = match &webhook.last_delivery {
        Some(last) => {
            // Nothing is tried while it is paused.
            let next_attempt_at = last.next_attempt_at.filter(|_| webhook.active);
            outcome(&Delivery { next_attempt_at, ..last.clone() })
        }
        None => common::none().into_view(),
    };
    view! {
        <tr>
            <th scope="row"><a class="clip token-name" href=href title=webhook.url.clone()>{webhook.url.clone()}</a></th>
            <td>{state(webhook.active, webhook.gone)}</td>
            <td>{last}</td>
        </tr>
    }
}

fn dialog(open: RwSignal<bool>) -> View {
    let made = RwSignal::new(None);
    let words =
        SecretWords { form: text::add(), made: text::added(), once: text::once(), label: text::secret() };
    view! { <SecretDialog open words made form=ViewFn::from(move || form(open, made)) /> }
}

fn form(open: RwSignal<bool>, made: RwSignal<Option<String>>) -> View {
    let fields = Fields::new();
    let maker = use_maker(fields.form, made);
    let submit = Callback::new(move |()| {
        if fields.form.check() {
            let body = NewWebhook { url: fields.url.text(), events: chosen(&fields.events.text()) };
            maker.send(
                Call::<Create>::new(NoParams {}).body(body).idempotency_key(maker.key()).into_request(),
            );
        }
    });
    let cancel = view! { <Button label=common::cancel() on_press=move |()| open.set(false) /> };
    fields.view(submit, (text::add(), maker.write.pending), cancel)
}
