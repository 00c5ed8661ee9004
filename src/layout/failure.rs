//! What a page shows in place of what it could not read.

use std::sync::Arc;

use api::Code;
use domain::Reason;

use crate::backend::{Course, Failure, Query};
use crate::platform::effect;
use crate::text::common as text;
use crate::ui::{ButtonLink, Empty, ErrorPanel, Glyph, Notice, Skeleton, Tone};
use crate::view::Run;
use crate::view::prelude::*;

/// A failure in place of content: a refusal, nothing there, or an error with a way to try again.
#[component]
pub fn FailurePanel(
    /// What went wrong.
    failure: Failure,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> View {
    let home = || view! { <ButtonLink label=text::to_home() href="/" /> };
    match failure.code() {
        Some(Code::Forbidden) => {
            let detail = match failure.problem().and_then(|problem| problem.reason) {
                Some(Reason::RightMissing { right }) => {
                    text::forbidden_detail(&crate::text::words::right(right))
                }
                _ => failure.detail(),
            };
            view! { <Empty title=text::forbidden_title() detail glyph=Glyph::Lock actions=home /> }
        }
        Some(Code::NotFound) => {
            view! { <Empty title=failure.title() detail=failure.detail() glyph=Glyph::Search actions=home /> }
        }
        _ => {
            let request_id = failure.request_id();
            let title = failure.title();
            view! { <ErrorPanel title detail=failure.detail() request_id on_retry /> }
        }
    }
}

/// What a query has read: `<Loaded query let:shown>`. What is inside is made once for a path, with a signal that follows newer answers.
/// Declared by hand, since it has a type parameter.
#[expect(non_upper_case_globals, reason = "components are written as types are")]
pub const Loaded: LoadedQuery = LoadedQuery;

/// [`Loaded`], before it has anything.
#[derive(Debug, Clone, Copy)]
pub struct LoadedQuery;

/// [`Loaded`] with a query.
#[expect(missing_debug_implementations, reason = "it holds closures")]
pub struct LoadedProps<T: Send + Sync + 'static> {
    query: Query<T>,
    loading: Option<ViewFn>,
    show: Option<Box<dyn Run<View>>>,
}

impl LoadedQuery {
    /// What follows sets its properties.
    #[must_use]
    pub const fn props(self) -> Self {
        self
    }

    /// The query.
    pub const fn query<T: Send + Sync + 'static>(self, query: Query<T>) -> LoadedProps<T> {
        LoadedProps { query, loading: None, show: None }
    }
}

impl<T: Send + Sync + 'static> LoadedProps<T> {
    /// In its place until the first answer.
    #[must_use]
    pub fn loading(mut self, loading: impl Into<ViewFn>) -> Self {
        self.loading = Some(loading.into());
        self
    }

    /// Shows it.
    #[must_use]
    pub fn children(mut self, children: impl Fn(Signal<Arc<T>>) -> View + Send + Sync + 'static) -> Self {
        let data = self.query.data;
        self.show = Some(Box::new(move || {
            let Some(first) = data.get_untracked() else { return View::empty() };
            let shown = RwSignal::new(first);
            effect(move || data.with(|data| data.iter().for_each(|data| shown.set(Arc::clone(data)))));
            children(shown.into())
        }));
        self
    }

    /// Makes it.
    #[must_use]
    pub fn make(self) -> View {
        loaded(*self.query, self.loading, self.show.unwrap_or_else(|| Box::new(View::empty)))
    }
}

/// [`Loaded`] without its types.
fn loaded(course: Course, loading: Option<ViewFn>, mut show: Box<dyn Run<View>>) -> View {
    // Which of the three is shown; while it stays the same, nothing is built anew.
    let state = memo(move || {
        let path = course.path.get();
        let gone = course.failure.with(|failure| {
            failure.as_ref().is_some_and(|f| matches!(f.code(), Some(Code::Forbidden | Code::NotFound)))
        });
        match (course.ready.get(), course.failure.with(Option::is_some)) {
            (true, _) if !gone => State::Shown(path),
            (false, false) => State::Waiting,
            _ => State::Failed,
        }
    });
    let retry = Callback::new(move |()| course.refetch());
    live(move || match state.get() {
        State::Waiting => loading.as_ref().map_or_else(|| view! { <Skeleton lines=5 /> }, ViewFn::run),
        State::Failed => {
            let failure =
                move || course.failure.get().map(|failure| view! { <FailurePanel failure on_retry=retry /> });
            view! { {failure} }
        }
        State::Shown(_) => view! { {move || stale(course)} {show.run()} },
    })
}

/// What [`Loaded`] shows.
#[derive(Clone, PartialEq, Eq)]
enum State {
    Waiting,
    Failed,
    Shown(u64),
}

/// Beside content that is there: newer content could not be read.
#[must_use]
pub fn stale(course: Course) -> Option<View> {
    course
        .failure
        .get()
        .map(|failure| view! { <Notice tone=Tone::Warning title=failure.title() text=failure.detail() /> })
}
