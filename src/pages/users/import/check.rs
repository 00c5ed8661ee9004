//! The page `/users/import/:id`: the columns of a file, what would happen, and taking it in.

use std::sync::Arc;

use api::NoQuery;
use api::users_import::{self, ExportFailed, Import, ImportParams, Run};
use domain::{ImportId, JobId, JobState};

use super::{PATH, columns::columns};
use crate::backend::{Call, use_client, use_mutation, use_query};
use crate::layout::{Loaded, Page};
use crate::pages::jobs::{self, Shown};
use crate::pages::not_found::NotFoundPage;
use crate::router::{NavigateOptions, use_navigate, use_params_map};
use crate::text::users as users_text;
use crate::text::users::import as text;
use crate::ui::{Button, ButtonLink, Card, Crumb, DownloadLink, Variant, use_toasts};
use crate::view::prelude::*;

/// The page. Another file is another page.
#[component]
pub fn ImportFilePage() -> View {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get("id")).and_then(|text| text.parse::<ImportId>().ok()));
    live(move || id.get().map_or_else(|| view! { <NotFoundPage /> }, one))
}

fn one(id: ImportId) -> View {
    let import = use_query::<users_import::Get>(move || (ImportParams { id }, NoQuery {}));
    let crumbs = vec![Crumb::new(users_text::title(), "/users"), Crumb::new(text::title(), PATH)];
    view! {
        <Page title=text::file_title() crumbs>
            <Loaded query=import children=content />
        </Page>
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct File {
    id: ImportId,
    /// The job that takes it in.
    run: Memo<Option<JobId>>,
    /// Starts that.
    start: Callback<()>,
    starting: RwSignal<bool>,
}

fn content(import: Signal<Arc<Import>>) -> View {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let id = import.with_untracked(|import| import.id);
    let run = use_mutation::<Run>(move |outcome| match outcome {
        Ok(job) => navigate(&jobs::href(job.id), NavigateOptions::default()),
        Err(failure) => toasts.failure(failure.detail()),
    });
    let file = File {
        id,
        run: memo(move || import.with(|import| import.run_job)),
        start: Callback::new(move |()| run.run(Call::new(ImportParams { id }))),
        starting: run.pending,
    };
    let check = memo(move || import.with(|import| import.check_job));
    let job = |id: JobId, show: fn(Shown, File) -> View, file: File| {
        let job = jobs::use_job(id);
        view! { <Loaded query=job children=move |job| show(job, file) /> }
    };
    let first = move || match file.run.get() {
        Some(id) => job(id, taken, file),
        None => import.with_untracked(|import| columns(import)),
    };
    view! {
        {first}
        {move || check.get().map(|id| job(id, checked, file))}
    }
}

/// Lines that were refused, to be corrected and uploaded again.
fn mend(job: Shown, file: File) -> View {
    let client = use_client();
    let href = client.href(&Call::<ExportFailed>::new(ImportParams { id: file.id }));
    let any = move || job.with(|job| job.state.is_over() && job.counts.refused > 0);
    view! { <Show when=any><DownloadLink label=text::mend() href=href.clone() /></Show> }
}

/// The file is being taken in, or was.
fn taken(job: Shown, file: File) -> View {
    let to = jobs::href(job.with_untracked(|job| job.id));
    let stopped = memo(move || job.with(|job| matches!(job.state, JobState::Cancelled | JobState::Failed)));
    let actions = move || {
        view! {
            {mend(job, file)}
            <Show when=move || stopped.get()>
                <Button label=text::go_on() busy=file.starting on_press=file.start />
            </Show>
            <ButtonLink label=text::to_job() href=to.clone() variant=Variant::Primary />
        }
    };
    view! { <Card title=text::taken_in() actions>{jobs::progress(job)}</Card> }
}

/// The check: how far it is, what would become of each line, and the button that takes the good ones in.
fn checked(job: Shown, file: File) -> View {
    let good = move || job.with(|job| job.counts.created + job.counts.changed);
    let why_not = move || {
        let words = match (file.run.get(), job.with(|job| job.state)) {
            (Some(_), _) => text::taken(),
            (None, JobState::Done) if good() > 0 => return None,
            (None, state) if !state.is_over() => text::not_over(),
            _ => text::nobody(),
        };
        Some(words.to_owned())
    };
    let actions = move || {
        view! {
            {mend(job, file)}
            <Button
                label=derive(move || text::import_rows(good()))
                variant=Variant::Primary
                busy=file.starting
                disabled_reason=derive(why_not)
                on_press=file.start
            />
        }
    };
    view! {
        <Card title=text::would() actions>{jobs::progress(job)}</Card>
        {jobs::rows(job)}
    }
}
