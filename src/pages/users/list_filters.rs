//! The search and the filters above the list.

use api::users::{Directory, ListQuery, Order, Sort};
use api::{NoParams, NoQuery, licenses, sites};
use domain::{ManagedBy, Status};

use super::list::List;
use super::list_query::{self, WITHOUT, first_page};
use crate::backend::{json, use_query};
use crate::platform::ids;
use crate::text::{Sentence, users as text};
use crate::ui::{Button, Choice, FilterSelect, Glyph, Icon, SearchBox, Variant};
use crate::view::prelude::*;

/// Search, status, manager, site, and what takes them all away.
#[component]
pub fn Filters(
    /// The list.
    list: List,
) -> View {
    let filtered = move || list.query.with(list_query::is_filtered);
    let clear = Callback::new(move |()| {
        list.go.run((list_query::without_filters(&list.query.get_untracked()), false));
    });
    view! {
        <div class="filters users-filters" role="group" aria-label=text::list::filters()>
            <Search list />
            <StatusFilter list />
            <ManagerFilter list />
            <SiteFilter list />
            <LicenseFilter list />
            <DirectoryFilter list />
            <SortSelect list />
            <Show when=filtered>
                <Button label=text::list::clear_filters() variant=Variant::Quiet on_press=clear />
            </Show>
        </div>
    }
}

/// The value of a filter now, and what choosing another one does.
fn filter(
    list: List,
    read: impl Fn(&ListQuery) -> String + Send + Sync + 'static,
    write: impl Fn(&mut ListQuery, Option<String>) + Send + Sync + 'static,
) -> (Signal<String>, Callback<String>) {
    let value = derive(move || list.query.with(|query| read(query)));
    let choose = Callback::new(move |chosen: String| {
        let chosen = Some(chosen).filter(|text| !text.is_empty());
        let query = list.query.with_untracked(|query| first_page(query, |query| write(query, chosen)));
        list.go.run((query, false));
    });
    (value, choose)
}

/// The first letters typed make an entry in the browser's history; those that refine them do not.
#[component]
fn Search(list: List) -> View {
    let value = derive(move || list.query.with(|query| query.search.clone().unwrap_or_default()));
    let search = Callback::new(move |text: String| {
        let text = Some(text).filter(|text| !text.trim().is_empty());
        let now = list.query.get_untracked();
        if now.search != text {
            let refines = now.search.is_some() && text.is_some();
            list.go.run((first_page(&now, |query| query.search = text), refines));
        }
    });
    view! { <SearchBox label=text::list::search_placeholder() value on_search=search /> }
}

#[component]
fn StatusFilter(list: List) -> View {
    let (value, choose) = filter(
        list,
        |q| json::name_of(q.status),
        |q, chosen| q.status = chosen.and_then(|name| json::from_name(&name)),
    );
    let choice = |status: Status| Choice::new(json::name_of(Some(status)), text::status(status));
    let choices = vec![choice(Status::Active), choice(Status::Deactivated)];
    view! { <FilterSelect label=text::list::status() value choices=Signal::stored(choices) on_choose=choose /> }
}

#[component]
fn ManagerFilter(list: List) -> View {
    let (value, choose) = filter(
        list,
        |q| json::name_of(q.managed_by),
        |q, chosen| q.managed_by = chosen.and_then(|name| json::from_name(&name)),
    );
    let choices = vec![
        Choice::new(json::name_of(Some(ManagedBy::IdentityProvider)), text::identity_provider()),
        Choice::new(json::name_of(Some(ManagedBy::Local)), text::managed_locally()),
    ];
    view! { <FilterSelect label=text::list::managed_by() value choices=Signal::stored(choices) on_choose=choose /> }
}

#[component]
fn SiteFilter(list: List) -> View {
    let sites = use_query::<sites::List>(|| (NoParams {}, NoQuery {}));
    let (value, choose) = filter(list, |q| q.site.clone().unwrap_or_default(), |q, chosen| q.site = chosen);
    let choices = move || {
        let Some(known) = sites.data.get() else { return Vec::new() };
        let named = known.items.iter().map(|site| Choice::new(site.id.to_string(), &site.name));
        let mut choices: Vec<Choice> = named.chain([Choice::new(WITHOUT, text::no_site())]).collect();
        // A link may name a site that is gone: the filter still says that it filters.
        let chosen = value.get();
        if !chosen.is_empty() && choices.iter().all(|choice| choice.value != chosen) {
            choices.push(Choice::new(chosen, text::list::unknown_site()));
        }
        choices
    };
    view! { <FilterSelect label=text::list::site() value choices=derive(choices) on_choose=choose /> }
}

#[component]
fn LicenseFilter(list: List) -> View {
    let plans = use_query::<licenses::List>(|| (NoParams {}, NoQuery {}));
    let (value, choose) =
        filter(list, |q| q.license.clone().unwrap_or_default(), |q, chosen| q.license = chosen);
    let choices = move || {
        let Some(known) = plans.data.get() else { return Vec::new() };
        let named = known.items.iter().map(|plan| Choice::new(plan.id.to_string(), &plan.name));
        let both =
            [Choice::new("any", text::list::any_license()), Choice::new(WITHOUT, text::list::no_license())];
        let mut choices: Vec<Choice> = named.chain(both).collect();
        let chosen = value.get();
        if !chosen.is_empty() && choices.iter().all(|choice| choice.value != chosen) {
            choices.push(Choice::new(chosen, text::list::unknown_license()));
        }
        choices
    };
    view! { <FilterSelect label=text::list::license() value choices=derive(choices) on_choose=choose /> }
}

#[component]
fn DirectoryFilter(list: List) -> View {
    let (value, choose) = filter(
        list,
        |q| json::name_of(q.directory),
        |q, chosen| q.directory = chosen.and_then(|name| json::from_name(&name)),
    );
    let choices = vec![
        Choice::new(json::name_of(Some(Directory::Shown)), text::profile::shown()),
        Choice::new(json::name_of(Some(Directory::Hidden)), text::profile::hidden()),
    ];
    view! { <FilterSelect label=text::list::directory() value choices=Signal::stored(choices) on_choose=choose /> }
}

/// The sorts that the select offers: all there are, each in the direction that people mean.
const SORTS: [(Sort, Order, Sentence); 9] = [
    (Sort::Name, Order::Ascending, text::list::sort_name),
    (Sort::Name, Order::Descending, text::list::sort_name_descending),
    (Sort::Username, Order::Ascending, text::list::sort_username),
    (Sort::Email, Order::Ascending, text::list::sort_email),
    (Sort::Status, Order::Ascending, text::list::sort_status),
    (Sort::ManagedBy, Order::Ascending, text::list::sort_managed_by),
    (Sort::Site, Order::Ascending, text::list::sort_site),
    (Sort::LastSignIn, Order::Descending, text::list::sort_last_sign_in),
    (Sort::Created, Order::Descending, text::list::sort_created),
];

/// Sorting where the column headers do not show: on narrow pages.
#[component]
fn SortSelect(list: List) -> View {
    let id = ids::unique("sort");
    let index = move || {
        list.query.with(|query| {
            SORTS.iter().position(|(sort, order, _)| list_query::direction(query, *sort) == Some(*order))
        })
    };
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|at| SORTS.get(at));
        if let Some((sort, order, _)) = chosen {
            let change = |query: &mut ListQuery| (query.sort, query.order) = (Some(*sort), Some(*order));
            list.go.run((list.query.with_untracked(|query| first_page(query, change)), false));
        }
    };
    let option = move |(at, (_, _, label)): (usize, (Sort, Order, Sentence))| {
        view! { <option value=at.to_string() prop:selected=move || index() == Some(at)>{label()}</option> }
    };
    view! {
        <span class="filter users-sort">
            <label for=id.clone()>{text::list::sort_by()}</label>
            <select id=id on:change=choose>
                {SORTS.into_iter().enumerate().map(option).collect_view()}
                <Show when=move || index().is_none()>
                    <option value="" prop:selected=true>{text::list::sort_other()}</option>
                </Show>
            </select>
            <Icon glyph=Glyph::ChevronDown />
        </span>
    }
}
