//! The former names of a site (R14), and dropping one.

use std::sync::Arc;

use api::sites::{DropFormerName, FormerName, Site, SiteParams};
use domain::Right;

use crate::backend::{Call, use_mutation};
use crate::layout::refusal;
use crate::text::sites as text;
use crate::ui::{Button, Card, ConfirmDialog, use_toasts};
use crate::view::prelude::*;

/// The card.
#[component]
pub fn FormerNames(
    /// The site.
    site: Signal<Arc<Site>>,
) -> View {
    let toasts = use_toasts();
    let (asking, name) = (RwSignal::new(false), RwSignal::new(String::new()));
    let drop_name = use_mutation::<DropFormerName>(move |outcome| {
        if outcome.is_ok() {
            asking.try_set(false);
            toasts.success(text::dropped(&name.try_get_untracked().unwrap_or_default()));
        }
    });
    let ask = Callback::new(move |former: String| {
        name.set(former);
        asking.set(true);
    });
    let run = Callback::new(move |()| {
        let params = SiteParams { id: site.with_untracked(|site| site.id) };
        drop_name.run(Call::new(params).body(FormerName { name: name.get_untracked() }));
    });
    let failure = derive(move || drop_name.failure.get().map(|failure| failure.detail()));
    let title = derive(move || text::drop_title(&name.get()));
    view! {
        <Card title=text::former_names() detail=text::former_names_detail()>
            <Names site ask />
            <ConfirmDialog open=asking title confirm=text::drop_confirm() on_confirm=run busy=drop_name.pending failure>
                <p>{text::drop_detail()}</p>
            </ConfirmDialog>
        </Card>
    }
}

#[component]
fn Names(site: Signal<Arc<Site>>, ask: Callback<String>) -> View {
    let names = memo(move || site.with(|site| site.former_names.clone()));
    let line = move |name: String| {
        let (label, own) = (text::drop_name(&name), name.clone());
        view! {
            <li>
                <span class="clip" title=name.clone()>{name.clone()}</span>
                <Button
                    label=text::drop()
                    aria_label=label
                    disabled_reason=refusal(Right::EditSites)
                    on_press=move |()| ask.run(own.clone())
                />
            </li>
        }
    };
    let none = || view! { <p class="secondary">{text::no_former_names()}</p> };
    view! {
        <Show when=move || !names.with(Vec::is_empty) fallback=none>
            <ul class="former-names">
                <For each=move || names.get() key=String::clone let:name>{line(name)}</For>
            </ul>
        </Show>
    }
}
