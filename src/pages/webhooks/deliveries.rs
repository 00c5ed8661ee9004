//! What was delivered to a webhook, or not.

use api::webhooks::{
    DeliveriesQuery, Delivery, DeliveryFault, DeliveryParams, ListDeliveries, Retry, WebhookParams,
};
use domain::{DeliveryId, DeliveryState, Right, WebhookId};

use crate::backend::Call;
use crate::layout::{Words, refusal, use_act, use_filters, use_listing};
use crate::text::{Message, common, jobs, provisioning_log as log, webhooks as text};
use crate::ui::{Badge, Button, Card, Choice, Glyph, TimeAgo, Tone};
use crate::view::prelude::*;

/// Tries one again.
#[derive(Clone, Copy)]
struct Again(Callback<DeliveryId>);

const STATES: [DeliveryState; 3] = [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::Failed];

fn named(state: DeliveryState) -> Message {
    match state {
        DeliveryState::Waiting => jobs::queued(),
        DeliveryState::Delivered => text::delivered(),
        DeliveryState::Failed => log::failed(),
    }
}

/// The card, with a filter in the URL.
pub fn deliveries(id: WebhookId) -> View {
    let act = use_act();
    provide_context(Again(Callback::new(move |delivery_id| {
        let call = Call::<Retry>::new(DeliveryParams { id, delivery_id });
        act.run((call.into_request(), text::again().to_owned()));
    })));
    let filters = use_filters();
    let listing = use_listing::<ListDeliveries, Delivery>(filters, move |filter| {
        let (state, cursor) = (filter.one("state"), filter.text("cursor"));
        (WebhookParams { id }, DeliveriesQuery { cursor, limit: None, state })
    });
    let words = Words {
        label: text::events(),
        columns: vec![text::event(), jobs::result(), Message::NONE],
        none: (text::no_deliveries(), text::no_deliveries_detail()),
        glyph: Glyph::Link,
    };
    let states = STATES.map(|state| Choice::new(state.name(), named(state))).to_vec();
    view! {
        <Card title=text::deliveries()>
            <div class="filters" role="group" aria-label=log::filters()>
                {filters.select(jobs::result(), "state", Signal::stored(states))}
                {filters.clear()}
            </div>
            {listing.view(words, View::empty, outcome_key, row)}
        </Card>
    }
}

fn row(one: &Delivery) -> View {
    let (again, id) = (use_context::<Again>(), one.id);
    let event = one.event.name();
    let person = one.subject_id.starts_with("usr_").then(|| {
        let href = ["/users/", &one.subject_id].concat();
        view! { <span class="cell-sub"><a href=href>{log::person()}</a></span> }
    });
    view! {
        <tr>
            <th scope="row">
                <code>{event}</code>
                <span class="cell-sub"><TimeAgo at=one.happened_at /></span>
                {person}
            </th>
            <td>{outcome(one)}</td>
            <td class="cell-actions">
                <Button
                    label=common::retry()
                    aria_label=[&common::retry(), " ", event].concat()
                    disabled_reason=refusal(Right::EditIdentity)
                    on_press=move |()| again.iter().for_each(|again| again.0.run(id))
                />
            </td>
        </tr>
    }
}

/// Tells a delivery from others, and from itself once it has been tried or is to be tried again: the number of attempts begins anew then.
pub fn outcome_key(one: &Delivery) -> String {
    let tried = one.last_attempt_at.map_or(0, |at| at.0);
    [one.id.to_string(), one.state.name().to_owned(), one.attempts.to_string(), tried.to_string()].join(" ")
}

/// What came of it so far.
pub fn outcome(one: &Delivery) -> View {
    let tone = match one.state {
        DeliveryState::Waiting => Tone::Warning,
        DeliveryState::Delivered => Tone::Good,
        DeliveryState::Failed => Tone::Bad,
    };
    let answer = match (one.status, one.fault) {
        (Some(status), _) => Some(text::answer(&status.to_string())),
        (None, Some(DeliveryFault::NotAllowed)) => Some(text::not_allowed().to_owned()),
        (None, Some(DeliveryFault::NotReached)) => Some(text::not_reached().to_owned()),
        (None, Some(DeliveryFault::SecretUnreadable)) => Some(text::secret_unreadable().to_owned()),
        (None, None) => None,
    };
    let tried = one.last_attempt_at.map(|at| {
        view! { <span class="cell-sub">{text::attempts(one.attempts.into())} " · " <TimeAgo at /></span> }
    });
    let next = one.next_attempt_at.filter(|_| one.attempts > 0).map(|at| {
        view! { <span class="cell-sub">{text::next()} ": " <TimeAgo at /></span> }
    });
    view! {
        <Badge label=named(one.state) tone />
        <span class="cell-sub">{answer}</span>
        {tried}
        {next}
    }
}
