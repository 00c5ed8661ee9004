//! One change to all who are selected: what, then what it would do to each, then a job that does it.

use api::NoParams;
use api::users_bulk::{
    Bulk, BulkAction, BulkChange, BulkEdit, BulkReason, BulkReview, BulkRow, Create, Review,
};
use domain::{Field, Right};

use super::history::changes;
use super::list::List;
use super::list_filters::Named;
use super::selection::Selected;
use crate::backend::{Call, use_mutation};
use crate::layout::refusal;
use crate::platform::{effect_after, ids};
use crate::router::{NavigateOptions, use_navigate};
use crate::text::Message;
use crate::text::users as text;
use crate::text::{common, jobs, reasons};
use crate::ui::{
    Button, Dialog, Glyph, Menu, MenuAction, MenuItem, Notice, SelectInput, Skeleton, TextInput, Tone,
    Variant,
};
use crate::view::prelude::*;

/// What can be done with many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Site,
    License,
    NoLicense,
    Shown,
    Hidden,
    Department,
    JobTitle,
    Activate,
    Deactivate,
    Delete,
}

impl What {
    const ALL: [Self; 10] = [
        Self::Site,
        Self::License,
        Self::NoLicense,
        Self::Shown,
        Self::Hidden,
        Self::Department,
        Self::JobTitle,
        Self::Activate,
        Self::Deactivate,
        Self::Delete,
    ];

    fn label(self) -> Message {
        match self {
            Self::Site => text::bulk::site(),
            Self::License => text::bulk::license(),
            Self::NoLicense => text::bulk::no_license(),
            Self::Shown => text::bulk::shown(),
            Self::Hidden => text::bulk::hidden(),
            Self::Department => text::bulk::department(),
            Self::JobTitle => text::bulk::job_title(),
            Self::Activate => text::activate(),
            Self::Deactivate => text::deactivate(),
            Self::Delete => text::delete_for_good(),
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Site => Glyph::Sites,
            Self::License | Self::NoLicense => Glyph::Licence,
            Self::Shown => Glyph::Eye,
            Self::Hidden => Glyph::EyeOff,
            Self::Department | Self::JobTitle => Glyph::Pencil,
            Self::Activate => Glyph::Check,
            Self::Deactivate => Glyph::Blocked,
            Self::Delete => Glyph::Trash,
        }
    }

    /// The field that it needs a value for.
    const fn needs(self) -> Option<Field> {
        match self {
            Self::Site => Some(Field::Site),
            Self::License => Some(Field::License),
            Self::Department => Some(Field::Department),
            Self::JobTitle => Some(Field::JobTitle),
            _ => None,
        }
    }

    const fn takes_away(self) -> bool {
        matches!(self, Self::Delete | Self::Deactivate | Self::NoLicense)
    }

    fn change(self, value: String) -> BulkChange {
        let mut edit = BulkEdit::default();
        let mut action = None;
        match self {
            Self::Site => edit.site_id = value.parse().ok(),
            Self::License => edit.plan_id = Some(value),
            Self::NoLicense => edit.plan_id = Some(String::new()),
            Self::Shown => edit.directory_visible = Some(true),
            Self::Hidden => edit.directory_visible = Some(false),
            Self::Department => edit.department = Some(value),
            Self::JobTitle => edit.job_title = Some(value),
            Self::Activate => action = Some(BulkAction::Activate),
            Self::Deactivate => action = Some(BulkAction::Deactivate),
            Self::Delete => action = Some(BulkAction::Delete),
        }
        BulkChange { edit: action.is_none().then_some(edit), action }
    }
}

/// The menu of what can be done, and the dialog in which it is looked at first.
#[component]
pub fn BulkMenu(
    /// The list.
    list: List,
) -> View {
    let asked = RwSignal::new(None::<What>);
    let open = RwSignal::new(false);
    let (edit, delete) = (refusal(Right::EditUsers), refusal(Right::DeleteUsers));
    let items = move || {
        let item = |what: What| {
            let ask = Callback::new(move |()| {
                asked.set(Some(what));
                open.set(true);
            });
            let refused = if what == What::Delete { delete.get() } else { edit.get() };
            let item = MenuItem::new(what.label(), what.glyph(), MenuAction::Press(ask)).disabled(refused);
            if what == What::Delete { item.danger() } else { item }
        };
        What::ALL.into_iter().map(item).collect::<Vec<_>>()
    };
    let title = move || asked.get().map(|what| what.label().to_owned()).unwrap_or_default();
    let content = move || asked.get_untracked().map(|what| view! { <Steps list what open /> });
    view! {
        <Menu
            label=text::bulk::change()
            caption=Signal::stored(text::bulk::change().to_owned())
            icon=Signal::stored(Glyph::ChevronDown)
            items=derive(items)
        />
        <Dialog open title=derive(title)>{content()}</Dialog>
    }
}

#[component]
fn Steps(list: List, what: What, open: RwSignal<bool>) -> View {
    let value = RwSignal::new(String::new());
    let reviewed = RwSignal::new(None::<BulkReview>);
    let ask = move || Bulk {
        selection: list.selected.with_untracked(|all| list.query.with_untracked(|query| all.to_api(query))),
        change: what.change(value.get_untracked().trim().to_owned()),
    };
    let review = use_mutation::<Review>(move |outcome| {
        reviewed.try_set(outcome.ok());
    });
    let look = move || review.run(Call::new(NoParams {}).body(ask()));
    if what.needs().is_none() {
        look();
    }
    // Another value is another change: what was found out of the one before does not count.
    effect_after(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            reviewed.set(None);
        }
        now
    });
    let navigate = use_navigate();
    let create = use_mutation::<Create>(move |outcome| {
        if let Ok(job) = outcome {
            open.try_set(false);
            list.selected.try_set(Selected::default());
            navigate(&["/jobs/", &job.id.to_string()].concat(), NavigateOptions::default());
        }
    });
    let key = ids::random();
    let run =
        Callback::new(move |()| create.run(Call::new(NoParams {}).body(ask()).idempotency_key(key.clone())));
    let ready = memo(move || reviewed.with(|found| found.as_ref().map(|found| found.changed)));
    let nobody = move || (ready.get() == Some(0)).then(|| text::bulk::nobody().to_owned());
    let empty = move || {
        let missing = matches!(what, What::Site | What::License) && value.with(String::is_empty);
        missing.then(|| text::list::choose().to_owned())
    };
    let failure = move || {
        let failure = create.failure.get().or_else(|| review.failure.get());
        failure.map(|failure| view! { <Notice tone=Tone::Bad title=failure.title() text=failure.detail() /> })
    };
    let buttons = move || match ready.get() {
        None => view! {
            <Button
                label=text::bulk::review()
                variant=Variant::Primary
                busy=review.pending
                disabled_reason=derive(empty)
                on_press=move |()| look()
            />
        },
        Some(people) => {
            let variant = if what.takes_away() { Variant::Danger } else { Variant::Primary };
            let label =
                if what == What::Delete { text::bulk::delete(people) } else { text::bulk::run(people) };
            view! { <Button label variant busy=create.pending disabled_reason=derive(nobody) on_press=run /> }
        }
    };
    view! {
        {what.needs().map(|field| entry(list, what, field, value))}
        {move || failure()}
        {move || review.pending.get().then(|| view! { <Skeleton lines=4 /> })}
        {move || reviewed.with(|found| found.as_ref().map(told))}
        <div class="dialog-actions">
            <Button label=common::cancel() on_press=move |()| open.set(false) />
            {move || buttons()}
        </div>
    }
}

fn entry(list: List, what: What, field: Field, value: RwSignal<String>) -> View {
    let label = text::field(field);
    let choose = move |known: Named| {
        let all = move || {
            let first = crate::ui::Choice::new("", text::list::choose());
            std::iter::once(first).chain(known.get().unwrap_or_default()).collect::<Vec<_>>()
        };
        view! { <SelectInput label value choices=derive(all) /> }
    };
    let (plans, places) = list.named;
    match what {
        What::Site => view! { {choose(places)}<p class="field-hint">{text::bulk::site_hint()}</p> },
        What::License => choose(plans),
        _ => view! { <TextInput label value hint=Some(text::bulk::empty_clears().to_owned()) /> },
    }
}

/// What the change would do.
fn told(review: &BulkReview) -> View {
    let refused = review.reasons.iter().map(|why| {
        let BulkReason { reason, message, people } = why;
        let words = reasons::either(reason.as_ref(), None, message);
        view! { <li>{text::bulk::refused_because(*people, &words)}</li> }
    });
    let refused = refused.collect_view();
    view! {
        <div class="bulk-review" role="status">
            <p>
                <strong>{text::bulk::would_change(review.changed)}</strong>
                {(review.unchanged > 0).then(|| [" ", &text::bulk::unchanged(review.unchanged)].concat())}
            </p>
            <Show when={let some = review.refused > 0; move || some}>
                <p>{text::bulk::refused()}</p>
            </Show>
            <ul>{refused}</ul>
        </div>
        {rows(text::bulk::changed_rows(), &review.changed_rows)}
        {rows(text::bulk::refused_rows(), &review.refused_rows)}
    }
}

fn rows(label: Message, rows: &[BulkRow]) -> View {
    if rows.is_empty() {
        return View::empty();
    }
    let row = |row: &BulkRow| {
        let name = if row.name.is_empty() { row.username.clone() } else { row.name.clone() };
        let changed = (!row.changes.is_empty()).then(|| changes(row.changes.clone()));
        let problem = |one| view! { <p class="secondary">{jobs::problem(one)}</p> };
        view! { <li><strong>{name}</strong>{changed}{row.problems.iter().map(problem).collect_view()}</li> }
    };
    view! {
        <details class="bulk-rows">
            <summary>{label}</summary>
            <ul>{rows.iter().map(row).collect_view()}</ul>
        </details>
    }
}
