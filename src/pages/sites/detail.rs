//! One site: who belongs to it, its names, and the end of it.

use std::sync::Arc;

use api::sites::{self, Delete, Site, SiteParams};
use api::{Code, NoQuery};
use domain::{Right, SiteId};

use super::PATH;
use super::details::Details;
use super::former_names::FormerNames;
use super::rename::RenameDialog;
use crate::backend::{Call, Failure, use_query, use_write};
use crate::layout::{Loaded, Page, refusal};
use crate::router::{NavigateOptions, use_navigate, use_params_map};
use crate::text::sites as text;
use crate::ui::{Button, ButtonLink, Card, ConfirmDialog, Crumb, Empty, Glyph, Variant, use_toasts};
use crate::view::prelude::*;

/// The page `/sites/:id`. Another site is another page: everything below is made anew for each id.
#[component]
pub fn SitePage() -> View {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get("id")).and_then(|text| text.parse::<SiteId>().ok()));
    live(move || match id.get() {
        Some(id) => view! { <One id /> },
        None => view! { <Page title=text::not_found_title()>{not_found()}</Page> },
    })
}

#[component]
fn One(id: SiteId) -> View {
    let site = use_query::<sites::Get>(move || (SiteParams { id }, NoQuery {}));
    let renaming = RwSignal::new(false);
    let gone = memo(move || {
        site.failure.with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::NotFound))
    });
    let title = derive(move || match gone.get() {
        true => text::not_found_title().to_owned(),
        false => {
            site.data.with(|site| site.as_ref().map_or_else(|| text::title().to_owned(), |s| s.name.clone()))
        }
    });
    let rename = move || {
        let press = move |()| renaming.set(true);
        let button = move || {
            view! { <Button label=text::rename() icon=Glyph::Pencil disabled_reason=refusal(Right::EditSites) on_press=press /> }
        };
        view! { <Show when=move || !gone.get()>{button()}</Show> }
    };
    let content = move || match gone.get() {
        true => not_found(),
        false => view! {
            <Loaded query=site let:site>
                {view! {
                    <Details site />
                    <FormerNames site />
                    <DeleteCard site />
                    <RenameDialog open=renaming site />
                }}
            </Loaded>
        },
    };
    view! {
        <Page title crumbs=vec![Crumb::new(text::title(), PATH)] actions=rename narrow=true>{content}</Page>
    }
}

fn not_found() -> View {
    let back = || view! { <ButtonLink label=text::to_sites() href=PATH /> };
    view! { <Empty title=text::not_found_title() detail=text::not_found_detail() glyph=Glyph::Sites actions=back /> }
}

/// R15: off while somebody belongs to it, with the reason of the rule.
#[component]
fn DeleteCard(site: Signal<Arc<Site>>) -> View {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let asking = RwSignal::new(false);
    let write = use_write();
    let role = refusal(Right::EditSites);
    let reason = move || {
        role.get().or_else(|| {
            domain::sites::can_delete(site.with(|site| site.users))
                .err()
                .map(|reason| crate::text::reasons::reason(&reason))
        })
    };
    let run = Callback::new(move |()| {
        let (id, said) = site.with_untracked(|site| (site.id, text::deleted(&site.name)));
        write.run(Call::<Delete>::new(SiteParams { id }), move |outcome| {
            if outcome.is_ok() {
                asking.try_set(false);
                toasts.success(said);
                navigate(PATH, NavigateOptions { replace: true, ..NavigateOptions::default() });
            }
        });
    });
    let failure = derive(move || write.failure.get().map(|failure| failure.detail()));
    let typed = derive(move || Some(site.with(|site| site.name.clone())));
    view! {
        <Card title=text::danger() detail=text::danger_detail()>
            <Button
                label=text::delete()
                icon=Glyph::Trash
                variant=Variant::Danger
                disabled_reason=derive(reason)
                on_press=move |()| asking.set(true)
            />
            <ConfirmDialog open=asking title=text::delete_title() confirm=text::delete() on_confirm=run typed busy=write.pending failure>
                <p>{text::delete_detail()}</p>
            </ConfirmDialog>
        </Card>
    }
}
