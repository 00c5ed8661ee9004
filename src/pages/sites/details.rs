//! What is known of a site: how many people, the address, and what its people have who have none of their own.

use std::sync::Arc;

use api::sites::{Site, SiteEdit, SiteParams};
use domain::{Right, validation};

use super::rename::use_edit;
use crate::backend::Call;
use crate::forms::{Form, FormFrame, FormSelect, FormText};
use crate::layout::refusal;
use crate::pages::users::choices;
use crate::platform::effect;
use crate::text::{common, sites as text, users};
use crate::ui::{
    Button, ButtonLink, Card, CopyButton, Dialog, Fact, Facts, Glyph, InputKind, TimeAgo, Variant,
};
use crate::view::prelude::*;

/// The card, with the way to the people and the dialog that changes it.
#[component]
pub fn Details(
    /// The site.
    site: Signal<Arc<Site>>,
) -> View {
    let (open, dirty) = (RwSignal::new(false), RwSignal::new(false));
    let href = move || site.with(|site| ["/users?site=", &site.id.to_string()].concat());
    let actions = move || {
        let some = move || site.with(|site| site.users > 0);
        let link = move || view! { <ButtonLink label=text::show_users() href=derive(href) /> };
        let press = move |()| open.set(true);
        view! {
            <Show when=some>{link()}</Show>
            <Button label=text::edit_details() icon=Glyph::Pencil disabled_reason=refusal(Right::EditSites) on_press=press />
        }
    };
    view! {
        <Card title=text::details() actions>{facts(site)}</Card>
        <Dialog open title=text::edit_details() dirty><DetailsForm open dirty site /></Dialog>
    }
}

fn facts(site: Signal<Arc<Site>>) -> View {
    let id = move || site.with(|site| site.id.to_string());
    let known = move |value: fn(&Site) -> Option<String>| {
        let value = memo(move || site.with(|site| value(site)));
        live(move || match value.get() {
            Some(value) => view! { <span class="site-text">{value}</span> },
            None => view! { <span class="secondary">{common::not_set()}</span> },
        })
    };
    view! {
        <Facts>
            <Fact term=text::users()>{move || site.with(|site| crate::text::number(site.users))}</Fact>
            <Fact term=text::managed()>{move || site.with(|site| crate::text::number(site.managed_users))}</Fact>
            <Fact term=text::address()>{known(|site| site.address.clone())}</Fact>
            <Fact term=users::time_zone()>{known(|site| site.time_zone.as_deref().map(choices::time_zone))}</Fact>
            <Fact term=users::locale()>{known(|site| site.locale.as_deref().map(choices::language))}</Fact>
            <Fact term=text::created_at()><TimeAgo at=derive(move || site.with(|s| s.created_at)) /></Fact>
            <Fact term=text::id()>
                <span class="site-id"><code title=id>{id}</code><CopyButton label=text::id() value=derive(id) /></span>
            </Fact>
        </Facts>
    }
}

#[component]
fn DetailsForm(open: RwSignal<bool>, dirty: RwSignal<bool>, site: Signal<Arc<Site>>) -> View {
    let before = site.get_untracked();
    let [street, zone, language] =
        [&before.address, &before.time_zone, &before.locale].map(|value| value.clone().unwrap_or_default());
    let form = Form::new();
    let address = form.input("address", text::address(), &street, |text| validation::address(text).map(drop));
    let time_zone =
        form.input("time_zone", users::time_zone(), &zone, |text| validation::time_zone(text).map(drop));
    let locale = form.input("locale", users::locale(), &language, |text| validation::locale(text).map(drop));
    effect(move || dirty.set(form.is_dirty()));
    let edit = use_edit(form, (open, dirty), String::new(), |_, name| text::edited(name));
    let submit = Callback::new(move |()| {
        let site = site.get_untracked();
        if !untrack(|| form.is_dirty()) {
            open.set(false);
        } else if form.check() {
            let body = SiteEdit {
                address: address.changed(),
                time_zone: time_zone.changed(),
                locale: locale.changed(),
                ..SiteEdit::default()
            };
            edit.run(Call::new(SiteParams { id: site.id }).body(body).if_match(site.version));
        }
    });
    let none = common::not_set();
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=address kind=InputKind::Lines optional=true />
            <FormSelect input=time_zone choices=Signal::stored(choices::time_zones(&zone, &none)) hint=text::default_hint() />
            <FormSelect input=locale choices=Signal::stored(choices::languages(&language, &none)) hint=text::default_hint() />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=common::save() variant=Variant::Primary submit=true busy=edit.pending />
            </div>
        </FormFrame>
    }
}
