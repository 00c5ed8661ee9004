//! One job: how far it is, what it came to, and the way to stop or undo it.

use std::sync::Arc;

use api::NoQuery;
use api::jobs::{self, Cancel, Job, JobParams, Undo};
use domain::{JobId, Right};

use super::{PATH, badge, href, rows};
use crate::backend::{Call, Query, use_mutation, use_query, use_write};
use crate::layout::{Loaded, Page, refusal};
use crate::pages::not_found::NotFoundPage;
use crate::router::{NavigateOptions, use_navigate, use_params_map};
use crate::text::Message;
use crate::text::{jobs as text, users as users_text};
use crate::ui::{
    Button, Card, ConfirmDialog, Crumb, Fact, Facts, Notice, TimeAgo, Tone, Variant, use_toasts,
};
use crate::view::prelude::*;

/// A job that is shown, and follows the server.
pub type Shown = Signal<Arc<Job>>;

/// The page `/jobs/:id`. Another job is another page.
#[component]
pub fn JobPage() -> View {
    let params = use_params_map();
    let id = memo(move || params.with(|params| params.get("id")).and_then(|text| text.parse::<JobId>().ok()));
    live(move || id.get().map_or_else(|| view! { <NotFoundPage /> }, one))
}

/// Reads a job, again with each event about it.
#[must_use]
pub fn use_job(id: JobId) -> Query<Job> {
    use_query::<jobs::Get>(move || (JobParams { id }, NoQuery {}))
}

fn one(id: JobId) -> View {
    let job = use_job(id);
    let kind = move || job.data.with(|job| job.as_ref().map_or_else(text::job, |job| text::kind(job.kind)));
    let crumbs = vec![Crumb::new(users_text::title(), "/users"), Crumb::new(text::title(), PATH)];
    view! {
        <Page title=derive(move || kind().to_owned()) crumbs>
            <Loaded query=job children=content />
        </Page>
    }
}

fn content(job: Shown) -> View {
    // What the facts say changes twice; the progress many times a second.
    let end = memo(move || job.with(|job| (job.finished_at, job.undone_by)));
    let facts = move || {
        end.track();
        job.with_untracked(|job| facts(job))
    };
    view! {
        <Card title=text::course() actions=move || acts(job)>
            {progress(job)}
            {facts}
        </Card>
        {rows(job)}
    }
}

/// Its state in words, how many of how many, and why it could not go on.
pub fn progress(job: Shown) -> View {
    let state = memo(move || job.with(|job| job.state));
    let known = move |n: fn(&Job) -> u64| job.with(|job| (job.total > 0).then(|| n(job).to_string()));
    let failure = memo(move || job.with(|job| job.failure.clone()));
    view! {
        <p class="cell-badges">
            <span role="status">{move || badge(state.get())}</span>
            <span class="secondary">{move || job.with(|job| text::progress(job.done, job.total))}</span>
        </p>
        <Show when=move || !state.get().is_over()>
            <progress
                class="meter"
                aria-label=text::course()
                max=move || known(|job| job.total)
                value=move || known(|job| job.done)
            ></progress>
        </Show>
        {move || failure.get().map(|why| view! { <Notice tone=Tone::Bad title=text::failure() text=why /> })}
    }
}

fn facts(job: &Job) -> View {
    let link = |term: Message, to: Option<String>, words: Message| {
        to.map(|to| view! { <Fact term><a href=to>{words}</a></Fact> })
    };
    let file = job.import_id.map(|id| ["/users/import/", &id.to_string()].concat());
    let who = ["/users/", &job.created_by.to_string()].concat();
    let (name, at) = (job.created_by_name.clone(), job.created_at);
    let (undoes, undone_by) = (job.undoes.map(href), job.undone_by.map(href));
    let finished = job.finished_at.map(|at| view! { <Fact term=text::finished()><TimeAgo at /></Fact> });
    view! {
        <Facts>
            <Fact term=text::by()><a href=who>{name}</a></Fact>
            <Fact term=text::at()><TimeAgo at /></Fact>
            {finished}
            {link(text::file(), file.clone(), text::to_file())}
            {link(text::undoes(), undoes.clone(), text::to_job())}
            {link(text::undone_by(), undone_by.clone(), text::to_job())}
        </Facts>
    }
}

fn acts(job: Shown) -> View {
    let (toasts, asking, navigate) = (use_toasts(), RwSignal::new(false), use_navigate());
    let id = job.with_untracked(|job| job.id);
    let write = use_write();
    let undo = use_mutation::<Undo>(move |outcome| {
        if let Ok(job) = outcome {
            asking.try_set(false);
            navigate(&href(job.id), NavigateOptions::default());
        }
    });
    let role = refusal(Right::EditUsers);
    let (over, undoable) =
        (memo(move || job.with(|job| job.state.is_over())), memo(move || job.with(|job| job.can_undo)));
    let stop = Callback::new(move |()| {
        write.run(Call::<Cancel>::new(JobParams { id }), move |outcome| {
            if let Err(failure) = outcome {
                toasts.failure(failure.detail());
            }
        });
    });
    let put_back = Callback::new(move |()| undo.run(Call::new(JobParams { id })));
    let failure = derive(move || undo.failure.get().map(|failure| failure.detail()));
    view! {
        <Show when=move || !over.get()>
            <Button label=text::cancel() busy=write.pending disabled_reason=role on_press=stop />
        </Show>
        <Show when=move || undoable.get()>
            <Button label=text::undo() disabled_reason=role on_press=move |()| asking.set(true) />
        </Show>
        <ConfirmDialog open=asking title=text::undo_title() confirm=text::undo() on_confirm=put_back busy=undo.pending failure variant=Variant::Primary>
            <ul class="consequences">
                <li>{text::undo_sites()}</li>
                <li>{text::undo_people()}</li>
                <li>{text::undo_since()}</li>
            </ul>
        </ConfirmDialog>
    }
}
