//! Jobs: work on many people, how far it is, and what became of each of them.
//!
//! | File | What |
//! |---|---|
//! | this one | the list at `/jobs` |
//! | `one.rs` | one job: progress, stopping, undoing |
//! | `rows.rs` | what became of each person; of a check, what would |

mod one;
mod rows;

use api::NoParams;
use api::jobs::{Job, JobsQuery, List};
use domain::{JobId, JobState};

use self::rows::STATES;
use crate::layout::{Page, Words, use_filters, use_listing};
use crate::text::identity::preview::tab;
use crate::text::{jobs as text, users as users_text};
use crate::ui::{Badge, Crumb, Glyph, TimeAgo, Tone};
use crate::view::prelude::*;

pub use one::{JobPage, Shown, progress, use_job};
pub use rows::rows;

/// The list.
pub const PATH: &str = "/jobs";

/// The page of a job.
#[must_use]
pub fn href(id: JobId) -> String {
    [PATH, "/", &id.to_string()].concat()
}

/// The page `/jobs`.
#[component]
pub fn JobsPage() -> View {
    let listing = use_listing::<List, Job>(use_filters(), |filter| {
        (NoParams {}, JobsQuery { cursor: filter.text("cursor"), limit: None })
    });
    let words = Words {
        label: text::title(),
        columns: vec![text::job(), text::state(), text::result(), text::by(), text::at()],
        none: (text::none_title(), text::none_detail()),
        glyph: Glyph::Clock,
    };
    let crumbs = vec![Crumb::new(users_text::title(), "/users")];
    view! {
        <Page title=text::title() crumbs lead=|| text::lead().into_view()>
            {listing.view(words, View::empty, key, row)}
        </Page>
    }
}

/// What a row shows may change: how far the job is, what it came to, and whether it was undone.
fn key(job: &Job) -> String {
    let far = [job.total, job.done].map(|n| n.to_string());
    [&job.id.to_string(), " ", job.state.name(), " ", &far[0], " ", &far[1]].concat()
}

fn row(job: &Job) -> View {
    view! {
        <tr>
            <th scope="row" class="log-what"><a href=href(job.id)>{text::kind(job.kind)}</a></th>
            <td>{badge(job.state)}</td>
            <td class="log-subject">{result(job)}</td>
            <td class="log-subject">{job.created_by_name.clone()}</td>
            <td class="log-when"><TimeAgo at=job.created_at /></td>
        </tr>
    }
}

/// How far it is; once it is over, what it came to.
fn result(job: &Job) -> String {
    if !job.state.is_over() {
        return text::progress(job.done, job.total);
    }
    let counted = |state: &domain::RowState| {
        let n = job.counts.of(*state);
        (n > 0).then(|| tab(&text::row_state(*state, job.kind), n))
    };
    STATES.iter().filter_map(counted).collect::<Vec<_>>().join(", ")
}

fn badge(state: JobState) -> View {
    let tone = match state {
        JobState::Queued => Tone::Neutral,
        JobState::Running => Tone::Info,
        JobState::Done => Tone::Good,
        JobState::Failed => Tone::Bad,
        JobState::Cancelled => Tone::Warning,
    };
    view! { <Badge label=text::state_word(state) tone /> }
}
