//! Saved views of the list: each is a search, filters, a sort and columns under a name.

use api::views::{Create, Delete, List as ListViews, NewView, View as Saved, ViewParams};
use api::{NoParams, NoQuery, Page};
use domain::validation;

use super::list::List;
use super::list_query;
use crate::backend::{Call, use_query, use_write};
use crate::forms::{Form, FormFrame, FormText};
use crate::layout::{Filter, Loaded};
use crate::text::users as text;
use crate::ui::{Button, Dialog, Glyph, IconButton, Variant, use_toasts};
use crate::view::prelude::*;

/// Opens a saved view, keeps the present one, deletes one.
#[component]
pub fn ViewsDialog(
    /// The list.
    list: List,
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> View {
    view! { <Dialog open title=text::list::views()><Views list open /></Dialog> }
}

#[component]
fn Views(list: List, open: RwSignal<bool>) -> View {
    let views = use_query::<ListViews>(|| (NoParams {}, NoQuery {}));
    let toasts = use_toasts();
    let write = use_write();
    let row = move |saved: &Saved| {
        let (id, name) = (saved.id, saved.name.clone());
        let remove = Callback::new(move |()| {
            write.run(Call::<Delete>::new(ViewParams { id }), move |outcome| match outcome {
                Ok(_) => views.refetch(),
                Err(failure) => toasts.failure(failure.detail()),
            });
        });
        view! {
            <li>
                <a href=href(saved) on:click=move |_| open.set(false)>{name.clone()}</a>
                <IconButton label=text::list::delete_view(&name) icon=Signal::stored(Glyph::Trash) on_press=remove />
            </li>
        }
    };
    let rows = move |page: Signal<std::sync::Arc<Page<Saved>>>| {
        live(move || match page.with(|page| page.items.is_empty()) {
            true => view! { <p class="secondary">{text::list::no_views()}</p> },
            false => {
                view! { <ul class="saved-views">{page.with(|page| page.items.iter().map(row).collect_view())}</ul> }
            }
        })
    };
    let form = Form::new();
    let name = form.input("name", text::list::view_name(), "", |text| validation::label(text).map(drop));
    let submit = Callback::new(move |()| {
        if form.check() {
            let columns =
                list.columns.with_untracked(|all| all.iter().map(|one| one.name().to_owned()).collect());
            let query = list.filters.filter.with_untracked(query_of);
            let name = name.text();
            let said = text::list::view_saved(name.trim());
            let call = Call::<Create>::new(NoParams {}).body(NewView { name, query, columns });
            write.run(call, move |outcome| match outcome {
                Ok(_) => {
                    open.try_set(false);
                    toasts.success(said);
                }
                Err(failure) => form.refuse(&failure),
            });
        }
    });
    view! {
        <Loaded query=views children=rows />
        <FormFrame form on_submit=submit>
            <FormText input=name hint=text::list::view_hint() />
            <div class="dialog-actions">
                <Button label=text::list::save_view() variant=Variant::Primary submit=true busy=write.pending />
            </div>
        </FormFrame>
    }
}

/// What follows the question mark, without place and columns.
fn query_of(url: &Filter) -> String {
    let href = url.href("columns", "");
    href.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
}

fn href(saved: &Saved) -> String {
    let mark = if saved.query.is_empty() { "" } else { "&" };
    let columns = if saved.columns.is_empty() {
        String::new()
    } else {
        ["columns=", &saved.columns.join(",")].concat()
    };
    [list_query::PATH, "?", &saved.query, mark, &columns].concat()
}
