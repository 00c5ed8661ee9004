//! The list, with what all applications are configured with.

use std::sync::Arc;

use api::applications::{Application, List};
use api::{NoParams, NoQuery, Page as Applications};

use super::PATH;
use super::provider::Provider;
use crate::backend::use_query;
use crate::layout::{Loaded, Page};
use crate::text::{applications as text, identity};
use crate::ui::{ButtonLink, Crumb, Empty, Glyph, TableFrame, TimeAgo, Variant};
use crate::view::prelude::*;

/// The page `/identity/applications`.
#[component]
pub fn ApplicationsPage() -> View {
    let applications = use_query::<List>(|| (NoParams {}, NoQuery {}));
    let add = || {
        let href = [PATH, "/new"].concat();
        view! { <ButtonLink label=text::add() href icon=Glyph::Plus variant=Variant::Primary /> }
    };
    view! {
        <Page
            title=text::title()
            crumbs=vec![Crumb::new(identity::title(), "/identity")]
            lead=|| text::lead().into_view()
            actions=add
        >
            <Loaded query=applications let:applications>{view! { <Table applications /> }}</Loaded>
            <Provider keys=true />
        </Page>
    }
}

#[component]
fn Table(applications: Signal<Arc<Applications<Application>>>) -> View {
    let none = memo(move || applications.with(|applications| applications.items.is_empty()));
    let empty = || view! { <Empty title=text::empty_title() detail=text::empty_detail() glyph=Glyph::Key /> };
    view! {
        <Show when=move || !none.get() fallback=empty>
            <TableFrame label=text::title()>
                <thead>
                    <tr>
                        <th scope="col">{identity::name()}</th>
                        <th scope="col">{text::kind()}</th>
                        <th scope="col">{identity::last_used()}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || applications.get().items.clone()
                        key=|one| (one.id, one.version, one.last_used_at)
                        let:one
                    >
                        {row(&one)}
                    </For>
                </tbody>
            </TableFrame>
        </Show>
    }
}

fn row(application: &Application) -> View {
    let href = [PATH, "/", &application.id.to_string()].concat();
    let used = match application.last_used_at {
        Some(at) => view! { <TimeAgo at /> },
        None => identity::never_used().into_view(),
    };
    view! {
        <tr>
            <th scope="row"><a href=href>{application.name.clone()}</a></th>
            <td class="cell-secondary">{text::kind_name(application.kind)}</td>
            <td class="cell-secondary">{used}</td>
        </tr>
    }
}
