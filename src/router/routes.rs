//! The table of pages.

use crate::view::prelude::*;

use super::location::use_location;
use super::matching::matches;
use super::params::ParamsMap;
use crate::platform::effect;

/// A page and its path, such as `/users/:id`.
pub struct Route {
    /// The path; a word that begins with a colon stands for any.
    pub path: &'static str,
    /// Makes the page.
    pub page: fn() -> View,
}

/// What stands in the places of the path's names, for the page that is shown.
#[derive(Clone, Copy)]
struct Params(RwSignal<ParamsMap>);

/// Shows the page that the URL names. Another path of the same route is the same page with other parameters.
#[component]
pub fn Routes(
    /// The pages; the first that fits is shown.
    table: &'static [Route],
    /// Where none fits.
    fallback: fn() -> View,
) -> View {
    let path = use_location().pathname;
    let find = move |path: &str| {
        table.iter().enumerate().find_map(|(at, route)| Some((at, matches(route.path, path)?)))
    };
    let found = memo(move || path.with(|path| find(path)));
    let at = memo(move || found.with(|found| found.as_ref().map(|(at, _)| *at)));
    let page = move || {
        let Some(shown) = at.get() else { return fallback() };
        let params = RwSignal::new(ParamsMap::new());
        // A page that goes away keeps its parameters until it is gone.
        let follow = move || {
            found.with(|found| {
                if let Some((_, newer)) = found.as_ref().filter(|(at, _)| *at == shown)
                    && params.with_untracked(|known| known != newer)
                {
                    params.set(newer.clone());
                }
            });
        };
        untrack(follow);
        effect(follow);
        provide_context(Params(params));
        untrack(table[shown].page)
    };
    page.into_view()
}

/// What stands in the places of the path's names.
///
/// # Panics
/// Outside of [`Routes`].
#[must_use]
pub fn use_params_map() -> RwSignal<ParamsMap> {
    use_context::<Params>().expect("pages are inside of their routes").0
}

/// The query of the page's URL.
#[must_use]
pub fn use_query_map() -> Memo<ParamsMap> {
    let search = use_location().search;
    memo(move || search.with(|search| ParamsMap::of_query(search)))
}
