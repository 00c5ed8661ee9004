//! The domains that an organization has proven to be its own (R26).

use std::sync::Arc;

use api::domains::{Create, Delete, Domain, DomainParams, List, NewDomain, Verify};
use api::{NoParams, NoQuery, Page};
use domain::{Right, validation};

use crate::backend::{Call, use_mutation, use_query};
use crate::forms::{Form, FormFrame, FormText};
use crate::layout::{Loaded, refusal};
use crate::platform::effect;
use crate::text::common;
use crate::text::identity::domains as text;
use crate::ui::{
    Badge, Button, Card, ConfirmDialog, CopyButton, Dialog, Empty, Glyph, TableFrame, Tone, Variant,
    use_toasts,
};
use crate::view::prelude::*;

/// Longest name of a domain, in characters (RFC 1035, 2.3.4).
const MAX_NAME: usize = 253;

/// The card.
#[component]
pub fn DomainsCard() -> View {
    let domains = use_query::<List>(|| (NoParams {}, NoQuery {}));
    let (open, dirty) = (RwSignal::new(false), RwSignal::new(false));
    let add = move || {
        let press = move |()| open.set(true);
        view! { <Button label=text::add() icon=Glyph::Plus disabled_reason=refusal(Right::EditIdentity) on_press=press /> }
    };
    view! {
        <Card title=text::title() detail=text::detail() actions=add flush=true>
            <Loaded query=domains let:domains>{table(domains)}</Loaded>
        </Card>
        <Dialog open title=text::add() dirty>{form(open, dirty)}</Dialog>
    }
}

fn form(open: RwSignal<bool>, dirty: RwSignal<bool>) -> View {
    let toasts = use_toasts();
    let form = Form::new();
    let name = form.input("name", text::domain(), "", |text| validation::required(text, MAX_NAME).map(drop));
    effect(move || dirty.set(form.is_dirty()));
    let create = use_mutation::<Create>(move |outcome| match outcome {
        Ok(domain) => {
            dirty.try_set(false);
            open.try_set(false);
            toasts.success(text::added(&domain.name));
        }
        Err(failure) => form.refuse(&failure),
    });
    let submit = Callback::new(move |()| {
        if form.check() {
            create.run(Call::new(NoParams {}).body(NewDomain { name: name.text().trim().to_owned() }));
        }
    });
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=name hint=text::domain_hint() />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=text::add() variant=Variant::Primary submit=true busy=create.pending />
            </div>
        </FormFrame>
    }
}

/// What can be done with a domain: looked for, and asked whether it shall be forgotten.
#[derive(Clone, Copy)]
struct Acts {
    check: Callback<String>,
    ask: Callback<String>,
}

fn table(domains: Signal<Arc<Page<Domain>>>) -> View {
    let toasts = use_toasts();
    let (asking, name) = (RwSignal::new(false), RwSignal::new(String::new()));
    let verify = use_mutation::<Verify>(move |outcome| match outcome {
        Ok(domain) => toasts.success(text::proven(&domain.name)),
        Err(failure) => toasts.failure(failure.detail()),
    });
    let forget = use_mutation::<Delete>(move |outcome| {
        if outcome.is_ok() {
            asking.try_set(false);
            toasts.success(text::removed(&name.try_get_untracked().unwrap_or_default()));
        }
    });
    let acts = Acts {
        check: Callback::new(move |name| verify.run(Call::new(DomainParams { name }))),
        ask: Callback::new(move |domain| {
            name.set(domain);
            asking.set(true);
        }),
    };
    let none = memo(move || domains.with(|domains| domains.items.is_empty()));
    let empty = || view! { <Empty title=text::none_title() detail=text::none_detail() glyph=Glyph::Link /> };
    let run = Callback::new(move |()| forget.run(Call::new(DomainParams { name: name.get_untracked() })));
    let failure = derive(move || forget.failure.get().map(|failure| failure.detail()));
    let title = derive(move || text::remove_title(&name.get()));
    view! {
        <Show when=move || !none.get() fallback=empty>
            <TableFrame label=text::title()>
                <thead>
                    <tr>
                        <th scope="col">{text::domain()}</th>
                        <th scope="col">{text::record()}</th>
                        <th scope="col"><span class="visually-hidden">{common::actions()}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || domains.get().items.clone() key=|domain| (domain.name.clone(), domain.verified_at) let:domain>
                        {row(domain, acts)}
                    </For>
                </tbody>
            </TableFrame>
        </Show>
        <ConfirmDialog open=asking title confirm=text::remove() on_confirm=run busy=forget.pending failure>
            <p>{text::remove_detail()}</p>
        </ConfirmDialog>
    }
}

fn row(domain: Domain, acts: Acts) -> View {
    let badge = match domain.verified_at {
        Some(_) => view! { <Badge label=text::is_proven() tone=Tone::Good icon=Glyph::Check /> },
        None => view! { <Badge label=text::waiting() tone=Tone::Warning icon=Glyph::Clock /> },
    };
    let copy = |label: &'static str, value: String| {
        view! { <div class="site-id"><code title=value.clone()>{value.clone()}</code><CopyButton label=label value /></div> }
    };
    let act = |label: &'static str, aria_label: String, act: Callback<String>| {
        let name = domain.name.clone();
        view! {
            <Button label=label aria_label=aria_label disabled_reason=refusal(Right::EditIdentity) on_press=move |()| act.run(name.clone()) />
        }
    };
    let waits = domain.verified_at.is_none();
    view! {
        <tr>
            <th scope="row"><span class="clip" title=domain.name.clone()>{domain.name.clone()}</span> " " {badge}</th>
            <td>
                {copy(text::record_name(), domain.record_name.clone())}
                {copy(text::record_value(), domain.record_value.clone())}
            </td>
            <td class="cell-actions">
                {waits.then(|| act(text::check(), text::check_one(&domain.name), acts.check))}
                {act(text::remove(), text::remove_one(&domain.name), acts.ask)}
            </td>
        </tr>
    }
}
