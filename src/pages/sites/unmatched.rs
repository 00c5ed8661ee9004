//! Names that the identity provider sent and no site has (R13): which site is meant, or that nobody needs to care.

use api::sites::{
    AddFormerName, DismissUnmatched, FormerName, ListUnmatched, Site, SiteParams, UnmatchedSite,
};
use api::{NoParams, NoQuery, Page as Sites};
use domain::{Right, SiteId, validation};

use super::PATH;
use crate::backend::{Call, Query, use_mutation, use_query, use_write};
use crate::forms::{Form, FormFrame, FormSelect};
use crate::layout::{refusal, stale};
use crate::platform::focus;
use crate::router::{NavigateOptions, encode, use_navigate};
use crate::text::Message;
use crate::text::{common, sites as text};
use crate::ui::{Button, Card, Choice, Dialog, Glyph, TableFrame, TimeAgo, Variant, use_toasts};
use crate::view::prelude::*;

/// What can be done with such a name.
#[derive(Clone, Copy)]
struct Ways {
    map: Callback<String>,
    create: Callback<String>,
    dismiss: Callback<String>,
}

/// The names, while there are any.
#[component]
pub fn Unmatched(
    /// Every site.
    sites: Query<Sites<Site>>,
) -> View {
    let names = use_query::<ListUnmatched>(|| (NoParams {}, NoQuery {}));
    let (asking, name) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let write = use_write();
    let ways = Ways {
        map: Callback::new(move |sent: String| {
            name.set(sent);
            asking.set(true);
        }),
        create: Callback::new(move |sent: String| {
            navigate(
                &[PATH, "?new=site&name=", &encode(&sent)].concat(),
                NavigateOptions { replace: false, scroll: false },
            );
        }),
        dismiss: Callback::new(move |name: String| {
            let call = Call::<DismissUnmatched>::new(NoParams {}).body(FormerName { name });
            write.run(call, move |outcome| match outcome {
                Ok(_) => {
                    toasts.success(text::dismissed());
                    // The row, and the button in it, are about to go.
                    focus::to_selector("h1");
                }
                Err(failure) => toasts.failure(failure.detail()),
            });
        }),
    };
    let rows = move || names.data.with(|page| page.as_ref().map_or_else(Vec::new, |page| page.items.clone()));
    let count = memo(move || rows().len() as u64);
    let title = move || text::map_title(&name.get());
    view! {
        {move || stale(*names)}
        <Show when=move || { count.get() > 0 }>{table(count, derive(rows), ways)}</Show>
        <Dialog open=asking title=derive(title)><MapForm sites name open=asking /></Dialog>
    }
}

fn table(count: Memo<u64>, rows: Signal<Vec<UnmatchedSite>>, ways: Ways) -> View {
    view! {
        <Card title=derive(move || text::unmatched(count.get())) detail=text::unmatched_detail() icon=Glyph::Alert flush=true>
            <TableFrame label=text::unmatched_table()>
                <thead>
                    <tr>
                        <th scope="col">{text::sent_as()}</th>
                        <th scope="col" class="cell-number">{text::attempts()}</th>
                        <th scope="col">{text::last_attempt()}</th>
                        <th scope="col"><span class="visually-hidden">{common::actions()}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.name.clone(), row.requests) let:row>{line(row, ways)}</For>
                </tbody>
            </TableFrame>
        </Card>
    }
}

fn line(row: UnmatchedSite, ways: Ways) -> View {
    let log = ["/provisioning?outcome=refused&subject=", &encode(&row.last_username)].concat();
    let button = |label: Message, way: Callback<String>| {
        let (name, full) = (row.name.clone(), [&label, " ", &row.name].concat());
        view! {
            <Button label aria_label=full disabled_reason=refusal(Right::EditSites) on_press=move |()| way.run(name.clone()) />
        }
    };
    let buttons = view! {
        {button(text::map(), ways.map)} {button(text::create_this(), ways.create)} {button(text::dismiss(), ways.dismiss)}
    };
    view! {
        <tr>
            <th scope="row"><span class="site-name">{row.name}</span></th>
            <td class="cell-number">{crate::text::number(row.requests)}</td>
            <td><TimeAgo at=row.last_seen_at /> <a class="site-former" href=log>{row.last_username}</a></td>
            <td><span class="cell-badges">{buttons}</span></td>
        </tr>
    }
}

#[component]
fn MapForm(sites: Query<Sites<Site>>, name: RwSignal<String>, open: RwSignal<bool>) -> View {
    let toasts = use_toasts();
    let sent = name.get_untracked();
    let form = Form::new();
    // The server names what it refuses after what is sent: the name.
    let site = form.input("name", text::one(), "", |id| validation::label(id).map(drop));
    let add = use_mutation::<AddFormerName>(move |outcome| match outcome {
        Ok(site) => {
            open.try_set(false);
            toasts.success(text::mapped(&name.try_get_untracked().unwrap_or_default(), &site.name));
            focus::to_selector("h1");
        }
        Err(failure) => form.refuse(&failure),
    });
    let submit = Callback::new(move |()| {
        if let (true, Ok(id)) = (form.check(), site.text().parse::<SiteId>()) {
            add.run(Call::new(SiteParams { id }).body(FormerName { name: name.get_untracked() }));
        }
    });
    let choices = move || {
        let known = sites.data.get();
        let named =
            known.iter().flat_map(|page| &page.items).map(|one| Choice::new(one.id.to_string(), &one.name));
        [Choice::new("", text::choose())].into_iter().chain(named).collect::<Vec<_>>()
    };
    view! {
        <FormFrame form on_submit=submit>
            <p>{text::map_detail(&sent)}</p>
            <FormSelect input=site choices=derive(choices) />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=text::map_confirm() variant=Variant::Primary submit=true busy=add.pending />
            </div>
        </FormFrame>
    }
}
