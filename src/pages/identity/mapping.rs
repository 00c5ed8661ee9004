//! The attribute mapping, live: with the values of an example person, and what the identity provider has sent so far.

use std::sync::Arc;

use api::provisioning_mapping::{self, MappedAttribute, Mapping, MappingQuery, OtherAttribute, ShownIn};
use api::{NoParams, users as people};
use domain::{Field, ManagedBy};

use crate::backend::use_query;
use crate::layout::{Loaded, Page};
use crate::platform::effect;
use crate::router::use_query_map;
use crate::text::identity::mapping as text;
use crate::text::{identity, users};
use crate::ui::{Card, Crumb, Notice, SearchBox, TableFrame};
use crate::view::prelude::*;

/// Examples that are offered for a search.
const OFFERED: u32 = 8;

/// The page `/identity/scim/mapping`.
#[component]
pub fn MappingPage() -> View {
    let params = use_query_map();
    let user = memo(move || params.with(|params| params.get("user")));
    let mapping = use_query::<provisioning_mapping::Get>(move || {
        (NoParams {}, MappingQuery { user: user.get().and_then(|id| id.parse().ok()) })
    });
    view! {
        <Page
            title=text::title()
            crumbs=vec![
                Crumb::new(identity::title(), "/identity"),
                Crumb::new(identity::scim_title(), "/identity/scim"),
            ]
            lead=|| text::lead().into_view()
        >
            <Loaded query=mapping let:mapping>{view! { <Content mapping /> }}</Loaded>
        </Page>
    }
}

#[component]
fn Content(mapping: Signal<Arc<Mapping>>) -> View {
    let some = memo(move || mapping.with(|mapping| mapping.person.is_some()));
    let nobody = || view! { <Notice title=text::nobody_title() text=text::nobody_detail() /> };
    let rows = move || {
        mapping.with(|mapping| {
            let of = mapping.managed_users;
            mapping.attributes.iter().map(|attribute| row(attribute, of)).collect_view()
        })
    };
    let value = derive(move || {
        let name = mapping.with(|mapping| mapping.person.as_ref().map(|person| person.name.clone()));
        name.map_or_else(|| text::value().to_owned(), |name| text::example(&name))
    });
    view! {
        <Show when=move || some.get() fallback=nobody><Examples mapping /></Show>
        <TableFrame label=text::title()>
            <thead>
                <tr>
                    <th scope="col">{text::source()}</th>
                    <th scope="col">{text::scim()}</th>
                    <th scope="col">{text::field()}</th>
                    <th scope="col">{text::who()}</th>
                    <th scope="col">{value}</th>
                    <th scope="col">{text::sent()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
        <Others mapping />
    }
}

fn row(attribute: &MappedAttribute, managed: u64) -> View {
    let entra = Some(attribute.entra.clone()).filter(|name| !name.is_empty());
    let portal = Some(attribute.portal.clone()).filter(|name| !name.is_empty());
    let paths = attribute.scim.iter().enumerate().map(|(at, path)| {
        let also = (at > 0).then(|| view! { <span class="cell-sub">{text::also()}</span> });
        view! { {also} <code class="mapping-path">{path.clone()}</code> }
    });
    let who = match attribute.field {
        Some(Field::Site) => text::who_once(),
        Some(field) if field.locked_once_sent() => text::who_sent(),
        _ => text::who_provider(),
    };
    view! {
        <tr>
            <th scope="row">
                {entra.map(|name| view! { <code>{name}</code> })}
                <span class="cell-sub">{portal}</span>
            </th>
            <td class="mapping-paths">{paths.collect_view()}</td>
            <td>{attribute.field.map_or_else(|| text::not_shown(attribute.shown_in), users::field)}</td>
            <td class="cell-secondary">{who}</td>
            <td><span class="mapping-path">{value(attribute)}</span></td>
            <td class="cell-secondary mapping-sent">{text::of(attribute.sent_for, managed)}</td>
        </tr>
    }
}

/// The example's value in words: never the one that is not shown (R21).
fn value(attribute: &MappedAttribute) -> String {
    let words = match (attribute.shown_in, attribute.field, attribute.value.as_deref()) {
        (ShownIn::Directory | ShownIn::Nowhere, ..) if attribute.sent => text::hidden(),
        (_, Some(Field::Status), Some("active")) => users::active(),
        (_, Some(Field::Status), Some(_)) => users::deactivated(),
        (_, _, Some(value)) => return value.to_owned(),
        _ => text::not_sent(),
    };
    words.to_owned()
}

/// Choosing another example; who it is stands in the URL.
#[component]
fn Examples(mapping: Signal<Arc<Mapping>>) -> View {
    let search = RwSignal::new(String::new());
    let params = use_query_map();
    // Chosen: the search has done its duty. Read, not tracked: a memo that nobody reads follows nothing.
    effect(move || {
        params.with(|_| ());
        search.set(String::new());
    });
    let found = move || view! { <Found search /> };
    let who = move || {
        mapping.with(|mapping| {
            mapping.person.as_ref().map(|person| {
                let href = ["/users/", &person.id.to_string()].concat();
                view! { <p>{text::value()} ": " <a href=href>{person.name.clone()}</a> " " <span class="secondary">{person.username.clone()}</span></p> }
            })
        })
    };
    view! {
        <div class="mapping-example">
            {who}
            <SearchBox label=text::search() value=search on_search=move |typed| search.set(typed) />
            <Show when=move || search.with(|typed| !typed.trim().is_empty())>{found()}</Show>
        </div>
    }
}

#[component]
fn Found(search: RwSignal<String>) -> View {
    let people = use_query::<people::List>(move || {
        let query = people::ListQuery {
            search: Some(search.get()),
            managed_by: Some(ManagedBy::IdentityProvider),
            limit: Some(OFFERED),
            ..people::ListQuery::default()
        };
        (NoParams {}, query)
    });
    let one = |user: &people::User| {
        let href = ["?user=", &user.id.to_string()].concat();
        let href = ["/identity/scim/mapping", &href].concat();
        let name = Some(user.name()).filter(|name| !name.is_empty());
        view! { <li><a href=href>{name.unwrap_or_else(|| user.username.clone())}</a> " " <span class="secondary">{user.username.clone()}</span></li> }
    };
    let list = move || {
        people.data.with(|page| {
            page.as_ref().map(|page| match page.items.is_empty() {
                true => view! { <p class="secondary" role="status">{text::no_match()}</p> },
                false => {
                    view! { <ul class="plain-list" aria-label=text::found()>{page.items.iter().map(one).collect_view()}</ul> }
                }
            })
        })
    };
    view! { {list} }
}

/// What else was sent.
#[component]
fn Others(mapping: Signal<Arc<Mapping>>) -> View {
    let sampled = move || mapping.with(|mapping| mapping.sampled);
    let line = move |other: &OtherAttribute| {
        let often = text::of(other.people, sampled());
        view! { <li><code class="mapping-path">{other.scim.clone()}</code> " " <span class="secondary">{often}</span></li> }
    };
    let list = move || {
        mapping.with(|mapping| match mapping.others.is_empty() {
            true => view! { <p class="secondary">{text::no_others()}</p> },
            false => view! {
                <p class="secondary">{text::looked_at(mapping.sampled)} " " {text::others_value()}</p>
                <ul class="plain-list">{mapping.others.iter().map(line).collect_view()}</ul>
            },
        })
    };
    view! { <Show when=move || sampled() != 0><Card title=text::others()>{list}</Card></Show> }
}
