//! What became of each person, or line of a file, and why; of a check, what would.

use api::jobs::{ExportRows, JobParams, JobRow, ListRows, RowProblem, RowsCsvQuery, RowsQuery};
use domain::{JobKind, RowState};

use super::one::Shown;
use crate::backend::{Call, use_client};
use crate::layout::{Words, use_filters, use_listing};
use crate::pages::users::changes;
use crate::text::identity::preview::tab;
use crate::text::{audit, jobs as text, users as users_text};
use crate::ui::{Badge, DownloadLink, Glyph, Icon, Tone};
use crate::view::prelude::*;

/// What can become of a row, in the order of the filters.
pub const STATES: [RowState; 5] =
    [RowState::Created, RowState::Changed, RowState::Deleted, RowState::Unchanged, RowState::Refused];

/// How many came to what, each a filter in the URL; then the rows.
pub fn rows(job: Shown) -> View {
    let (id, kind) = job.with_untracked(|job| (job.id, job.kind));
    let filters = use_filters();
    let listing = use_listing::<ListRows, JobRow>(filters, move |filter| {
        let (state, cursor) = (filter.one("state"), filter.text("cursor"));
        (JobParams { id }, RowsQuery { state, cursor, limit: None })
    });
    let words = Words {
        label: text::rows(),
        columns: vec![text::person(), text::result(), text::changes()],
        none: (text::rows_none_title(), text::rows_none_detail()),
        glyph: Glyph::Users,
    };
    let row: fn(&JobRow) -> View = match kind {
        JobKind::UsersImportCheck => |row| one(row, JobKind::UsersImportCheck),
        JobKind::UsersImport => |row| one(row, JobKind::UsersImport),
        _ => |row| one(row, JobKind::UsersBulk),
    };
    let client = use_client();
    let file = move || {
        let state = filters.filter.with(|filter| filter.one("state"));
        client.href(&Call::<ExportRows>::new(JobParams { id }).query(RowsCsvQuery { state }))
    };
    view! {
        <div class="preview-head">
            {tabs(job, kind)}
            <DownloadLink label=users_text::list::export() href=derive(file) />
        </div>
        {listing.view(words, View::empty, key, row)}
    }
}

/// Made once, so that the focus stays on one while the numbers grow.
fn tabs(job: Shown, kind: JobKind) -> View {
    let filter = use_filters().filter;
    let link = move |state: Option<RowState>| {
        let name = state.map_or("", RowState::name);
        let count = move || job.with(|job| state.map_or(job.done, |state| job.counts.of(state)));
        let label = state.map_or_else(text::all, |state| text::row_state(state, kind));
        let current = move || filter.with(|filter| filter.get("state")) == name;
        view! {
            <li hidden=move || state.is_some() && count() == 0 && !current()>
                <a class="tab" href=move || filter.with(|filter| filter.href("state", name)) aria-current=move || current().then_some("page")>
                    {move || tab(&label, count())}
                </a>
            </li>
        }
    };
    let links = std::iter::once(None).chain(STATES.map(Some)).map(link).collect_view();
    view! { <nav class="tabs" aria-label=text::result()><ul>{links}</ul></nav> }
}

/// A row changes with its state alone.
fn key(row: &JobRow) -> String {
    [&row.position.to_string(), row.state.name(), &row.name].concat()
}

fn one(row: &JobRow, kind: JobKind) -> View {
    let tone = match row.state {
        RowState::Waiting | RowState::Unchanged => Tone::Neutral,
        RowState::Created => Tone::Good,
        RowState::Changed => Tone::Info,
        RowState::Deleted => Tone::Warning,
        RowState::Refused => Tone::Bad,
    };
    let name = row.name.clone();
    let name = match row.user_id.filter(|_| row.state != RowState::Deleted) {
        Some(id) => view! { <a href=["/users/", &id.to_string()].concat()>{name}</a> },
        None => name.into_view(),
    };
    let from_file = matches!(kind, JobKind::UsersImport | JobKind::UsersImportCheck);
    let line = from_file.then(|| view! { <span class="log-sub">{text::line(row.position)}</span> });
    // Of somebody new everything is new: it is there for whoever asks.
    let told = (!row.changes.is_empty()).then(|| {
        view! {
            <details class="audit-changes" open=row.state != RowState::Created>
                <summary>{audit::changes(row.changes.len() as u64)}</summary>
                {changes(row.changes.clone())}
            </details>
        }
    });
    view! {
        <tr>
            <th scope="row" class="log-subject">{name}{line}</th>
            <td><Badge label=text::row_state(row.state, kind) tone /></td>
            <td class="log-subject">{told}{row.problems.iter().map(problem).collect_view()}</td>
        </tr>
    }
}

fn problem(problem: &RowProblem) -> View {
    view! { <p class="field-error"><Icon glyph=Glyph::Alert /><span>{text::problem(problem)}</span></p> }
}
