//! The list: every site, with how many people belong to it.

use std::sync::Arc;

use api::sites::{List, Site};
use api::{NoParams, NoQuery, Page as Sites};
use domain::Right;

use super::PATH;
use super::new::NewSiteDialog;
use super::unmatched::Unmatched;
use crate::backend::use_query;
use crate::layout::{Loaded, Page, refusal};
use crate::platform::effect;
use crate::router::{NavigateOptions, use_navigate, use_query_map};
use crate::text::sites as text;
use crate::ui::{Button, Empty, Glyph, SkeletonRows, TableFrame, Variant};
use crate::view::prelude::*;

/// The page `/sites`; `?new` opens the dialog that makes one, `&name` with that name.
#[component]
pub fn SitesPage() -> View {
    let sites = use_query::<List>(|| (NoParams {}, NoQuery {}));
    let (open, name) = dialog_in_the_url();
    let new_site = move || {
        view! {
            <Button
                label=text::new_site()
                icon=Glyph::Plus
                variant=Variant::Primary
                disabled_reason=refusal(Right::EditSites)
                on_press=move |()| open.set(true)
            />
        }
    };
    view! {
        <Page title=text::title() lead=|| text::lead().into_view() actions=new_site>
            <Unmatched sites />
            <Loaded query=sites loading=skeleton let:sites>
                {view! { <Table sites open /> }}
            </Loaded>
            <NewSiteDialog open name />
        </Page>
    }
}

/// Whether the dialog is open, and for which name, kept in the URL both ways: a link shows another admin the same thing.
fn dialog_in_the_url() -> (RwSignal<bool>, Memo<String>) {
    let (query, navigate) = (use_query_map(), use_navigate());
    let asked = memo(move || query.with(|query| query.get("new").is_some()));
    let name = memo(move || query.with(|query| query.get("name")).unwrap_or_default());
    let open = RwSignal::new(asked.get_untracked());
    effect(move || open.set(asked.get()));
    effect(move || {
        let open = open.get();
        if open != asked.get_untracked() {
            let to = if open { "/sites?new=site" } else { PATH };
            navigate(to, NavigateOptions { replace: !open, scroll: false });
        }
    });
    (open, name)
}

fn skeleton() -> View {
    view! {
        <TableFrame label=text::title() busy=true>
            {head()}
            <tbody><SkeletonRows rows=5 columns=3 /></tbody>
        </TableFrame>
    }
}

fn head() -> View {
    view! {
        <thead>
            <tr>
                <th scope="col">{text::name()}</th>
                <th scope="col" class="cell-number">{text::users()}</th>
                <th scope="col" class="cell-number" data-column="managed">{text::managed()}</th>
            </tr>
        </thead>
    }
}

#[component]
fn Table(sites: Signal<Arc<Sites<Site>>>, open: RwSignal<bool>) -> View {
    let none = memo(move || sites.with(|sites| sites.items.is_empty()));
    let empty = move || {
        let create = move || {
            let press = move |()| open.set(true);
            view! { <Button label=text::new_site() disabled_reason=refusal(Right::EditSites) on_press=press /> }
        };
        view! { <Empty title=text::empty_title() detail=text::empty_detail() glyph=Glyph::Sites actions=create /> }
    };
    view! {
        <Show when=move || !none.get() fallback=empty>
            <TableFrame label=text::title()>
                {head()}
                <tbody>
                    <For each=move || sites.get().items.clone() key=|site| (site.id, site.version, site.users, site.managed_users) let:site>
                        {row(&site)}
                    </For>
                </tbody>
            </TableFrame>
            <p class="secondary" role="status">{move || text::shown(sites.with(|sites| sites.total))}</p>
        </Show>
    }
}

fn row(site: &Site) -> View {
    let href = [PATH, "/", &site.id.to_string()].concat();
    let former = (!site.former_names.is_empty()).then(|| {
        view! { <span class="site-former">{text::former_names()} ": " {site.former_names.join(", ")}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                <a class="site-name" href=href title=site.name.clone()>{site.name.clone()}</a>
                {former}
            </th>
            <td class="cell-number">{crate::text::number(site.users)}</td>
            <td class="cell-number" data-column="managed">{crate::text::number(site.managed_users)}</td>
        </tr>
    }
}
