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
                    text::forbidden_detail(crate::text::words::right(right))
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

/// What a query has read. `children` is called once for a path, with a signal that follows newer answers.
#[component]
pub fn Loaded<T, F>(
    /// The query.
    query: Query<T>,
    /// In its place until the first answer.
    #[prop(optional, into)]
    loading: Option<ViewFn>,
    /// Shows it.
    children: F,
) -> View
where
    T: Send + Sync + 'static,
    F: Fn(Signal<Arc<T>>) -> View + Send + Sync + 'static,
{
    let show = move || {
        let Some(first) = query.data.get_untracked() else { return View::EMPTY };
        let shown = RwSignal::new(first);
        effect(move || query.data.with(|data| data.iter().for_each(|data| shown.set(Arc::clone(data)))));
        children(shown.into())
    };
    loaded(*query, loading, Box::new(show))
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
