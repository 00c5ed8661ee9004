//! The former names of a site (R14), and dropping one.

use std::sync::Arc;

use api::sites::{DropFormerName, FormerName, Site, SiteParams};
use domain::Right;

use crate::backend::{Call, use_write};
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
    let write = use_write();
    let ask = Callback::new(move |former: String| {
        name.set(former);
        asking.set(true);
    });
    let run = Callback::new(move |()| {
        let params = SiteParams { id: site.with_untracked(|site| site.id) };
        let name = name.get_untracked();
        let said = text::dropped(&name);
        write.run(Call::<DropFormerName>::new(params).body(FormerName { name }), move |outcome| {
            if outcome.is_ok() {
                asking.try_set(false);
                toasts.success(said);
            }
        });
    });
    let failure = derive(move || write.failure.get().map(|failure| failure.detail()));
    let title = derive(move || text::drop_title(&name.get()));
    view! {
        <Card title=text::former_names() detail=text::former_names_detail()>
            <Names site ask />
            <ConfirmDialog open=asking title confirm=text::drop_confirm() on_confirm=run busy=write.pending failure>
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
