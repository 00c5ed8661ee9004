//! The domains that an organization has proven to be its own (R26).

use api::domains::{Create, Delete, Domain, DomainParams, List, NewDomain, Verify};
use api::{NoParams, NoQuery};
use domain::{Right, validation};

use crate::backend::{Call, Request, use_write};
use crate::forms::{Form, FormFrame, FormText};
use crate::layout::{Words, refusal, use_act, use_filters, use_listing};
use crate::text::Message;
use crate::text::identity::domains as text;
use crate::ui::{Badge, Button, Card, ConfirmDialog, CopyButton, Glyph, Tone, use_toasts};
use crate::view::prelude::*;

/// Longest name of a domain, in characters (RFC 1035, 2.3.4).
const MAX_NAME: usize = 253;

/// What the rows share.
#[derive(Clone, Copy)]
struct Acts {
    /// Sends a write, and says what came of it.
    send: Callback<(Request, String)>,
    /// The domain that is asked about, before it is forgotten.
    name: RwSignal<String>,
    /// It is asked.
    asking: RwSignal<bool>,
}

/// The card.
#[component]
pub fn DomainsCard() -> View {
    let acts = Acts { send: use_act(), name: RwSignal::new(String::new()), asking: RwSignal::new(false) };
    provide_context(acts);
    let listing = use_listing::<List, Domain>(use_filters(), |_| (NoParams {}, NoQuery {}));
    let words = Words {
        label: text::title(),
        columns: vec![text::domain(), text::record(), Message::NONE],
        none: (text::none_title(), text::none_detail()),
        glyph: Glyph::Link,
    };
    let title = derive(move || text::remove_title(&acts.name.get()));
    let remove = Callback::new(move |()| {
        let name = acts.name.get_untracked();
        let said = text::removed(&name);
        acts.asking.set(false);
        acts.send.run((Call::<Delete>::new(DomainParams { name }).into_request(), said));
    });
    let key = |domain: &Domain| {
        [domain.name.as_str(), if domain.verified_at.is_some() { "+" } else { "" }].concat()
    };
    view! {
        <Card title=text::title() detail=text::detail() icon=Glyph::Link>
            {listing.view(words, View::empty, key, row)}
            {form()}
        </Card>
        <ConfirmDialog open=acts.asking title confirm=text::remove() on_confirm=remove>
            <p>{text::remove_detail()}</p>
        </ConfirmDialog>
    }
}

/// Adds one.
fn form() -> View {
    let toasts = use_toasts();
    let form = Form::new();
    let name = form.input("name", text::domain(), "", |text| validation::required(text, MAX_NAME).map(drop));
    let create = use_write();
    let submit = Callback::new(move |()| {
        if form.check() {
            let entered = name.text().trim().to_owned();
            let said = text::added(&entered);
            let call = Call::<Create>::new(NoParams {}).body(NewDomain { name: entered });
            create.run(call, move |outcome| match outcome {
                Ok(_) => {
                    name.value.try_set(String::new());
                    toasts.success(said);
                }
                Err(failure) => form.refuse(&failure),
            });
        }
    });
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=name hint=text::domain_hint() />
            <div class="card-foot">
                <Button label=text::add() submit=true busy=create.pending disabled_reason=refusal(Right::EditIdentity) />
            </div>
        </FormFrame>
    }
}

fn row(domain: &Domain) -> View {
    // The card gives it to its rows.
    let Some(acts) = use_context::<Acts>() else { return View::empty() };
    let name = StoredValue::new(domain.name.clone());
    let waits = domain.verified_at.is_none();
    let (label, tone, icon) = if waits {
        (text::waiting(), Tone::Warning, Glyph::Clock)
    } else {
        (text::is_proven(), Tone::Good, Glyph::Check)
    };
    let copy = |label: Message, value: &str| {
        let value = value.to_owned();
        view! { <div class="site-id"><code title=value.clone()>{value.clone()}</code><CopyButton label=label value /></div> }
    };
    let button = |label: Message, aria_label: String, press: Callback<()>| {
        view! { <Button label=label aria_label=aria_label disabled_reason=refusal(Right::EditIdentity) on_press=press /> }
    };
    let check = Callback::new(move |()| {
        let name = name.get_value();
        let said = text::proven(&name);
        acts.send.run((Call::<Verify>::new(DomainParams { name }).into_request(), said));
    });
    let ask = Callback::new(move |()| {
        acts.name.set(name.get_value());
        acts.asking.set(true);
    });
    view! {
        <tr>
            <th scope="row"><span class="clip" title=domain.name.clone()>{domain.name.clone()}</span> " " <Badge label tone icon /></th>
            <td>{copy(text::record_name(), &domain.record_name)}{copy(text::record_value(), &domain.record_value)}</td>
            <td class="cell-actions">
                {waits.then(|| button(text::check(), text::check_one(&domain.name), check))}
                {button(text::remove(), text::remove_one(&domain.name), ask)}
            </td>
        </tr>
    }
}
