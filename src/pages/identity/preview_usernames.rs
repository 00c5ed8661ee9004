//! People who are probably here under another username, and putting that right in bulk.

use std::sync::Arc;

use api::NoParams;
use api::provisioning_preview::{
    EditUsernames, Preview, PreviewSuggestion, UsernameEdit, UsernameEdits, UsernameResult,
};
use domain::preview::MAX_USERNAMES;
use domain::{ManagedBy, RetrievalScope, Right, UserId};

use crate::backend::{Call, use_mutation};
use crate::layout::refusal;
use crate::text::Message;
use crate::text::identity::preview as text;
use crate::text::reasons;
use crate::ui::{Badge, Button, Glyph, Notice, TableFrame, Tone, Variant};
use crate::view::prelude::*;

/// What the rows share.
#[derive(Clone, Copy)]
struct Bulk {
    chosen: RwSignal<Vec<UserId>>,
    results: RwSignal<Vec<UsernameResult>>,
}

impl Bulk {
    fn is_chosen(self, id: UserId) -> bool {
        self.chosen.with(|chosen| chosen.contains(&id))
    }

    fn toggle(self, id: UserId) {
        self.chosen.update(|chosen| match chosen.iter().position(|known| *known == id) {
            Some(at) => {
                chosen.remove(at);
            }
            None => chosen.push(id),
        });
    }

    /// Remembers what became of some: they are chosen no longer.
    fn settle(self, results: Vec<UsernameResult>) {
        self.chosen
            .try_update(|chosen| chosen.retain(|id| results.iter().all(|result| result.user_id != *id)));
        self.results.try_update(|known| {
            known.retain(|old| results.iter().all(|result| result.user_id != old.user_id));
            known.extend(results);
        });
    }
}

/// Only the usernames of local users can be put right here (R2).
fn is_local(suggestion: &PreviewSuggestion) -> bool {
    suggestion.managed_by == ManagedBy::Local
}

/// The table with its check boxes.
#[component]
pub fn Usernames(
    /// What was found.
    preview: Arc<Preview>,
) -> View {
    let bulk = Bulk { chosen: RwSignal::new(Vec::new()), results: RwSignal::new(Vec::new()) };
    let edit = use_mutation::<EditUsernames>(move |outcome| {
        if let Ok(answer) = outcome {
            bulk.settle(answer.results);
        }
    });
    let of = Arc::clone(&preview);
    let put_right = Callback::new(move |()| {
        let edits = bulk.chosen.with_untracked(|chosen| edits(chosen, &of));
        edit.run(Call::new(NoParams {}).body(UsernameEdits { edits }));
    });
    let role = refusal(Right::EditUsers);
    let hidden = preview.retrieval_scope == RetrievalScope::CreatedByIdentityProvider;
    let reason = derive(move || {
        let own = match bulk.chosen.with(Vec::is_empty) {
            _ if hidden => Some(text::hidden_reason()),
            none => none.then(text::none_chosen),
        };
        role.get().or_else(|| own.map(Message::to_owned))
    });
    let failure = move || {
        edit.failure
            .get()
            .map(|failure| view! { <Notice tone=Tone::Bad title=failure.title() text=failure.detail() /> })
    };
    view! {
        <p class="secondary">{text::differs_detail()}</p>
        {failure}
        <div class="bulk">
            <Button
                label=derive(move || text::put_right_button(bulk.chosen.with(Vec::len)))
                variant=Variant::Primary
                busy=edit.pending
                disabled_reason=reason
                on_press=put_right
            />
            <span role="status">{move || bulk.results.with(|results| summary(results))}</span>
        </div>
        {table(bulk, &preview)}
    }
}

/// The edits of those who are chosen, as many as go at once.
fn edits(chosen: &[UserId], preview: &Preview) -> Vec<UsernameEdit> {
    let of = preview.suggestions.iter().filter(|suggestion| chosen.contains(&suggestion.user_id));
    let edit = |suggestion: &PreviewSuggestion| UsernameEdit {
        user_id: suggestion.user_id,
        username: suggestion.username_there.clone(),
    };
    of.take(MAX_USERNAMES).map(edit).collect()
}

fn summary(results: &[UsernameResult]) -> Option<String> {
    let refused = results.iter().filter(|result| result.refused.is_some()).count() as u64;
    (!results.is_empty()).then(|| text::put_right_of(results.len() as u64 - refused, refused))
}

/// Why a username was not put right, if it was not.
fn why_not(result: &UsernameResult) -> Option<String> {
    let words = |message: &String| reasons::either(result.reason.as_ref(), result.invalid, message);
    result.refused.as_ref().map(words)
}

fn table(bulk: Bulk, preview: &Arc<Preview>) -> View {
    let local: Arc<[UserId]> =
        preview.suggestions.iter().filter(|s| is_local(s)).map(|s| s.user_id).collect();
    let open = move || -> Vec<UserId> {
        // Who was put right needs nothing more.
        bulk.results.with(|results| {
            let done = |id: &UserId| results.iter().any(|r| r.user_id == *id && r.refused.is_none());
            local.iter().copied().filter(|id| !done(id)).collect()
        })
    };
    let every = open.clone();
    let all = memo(move || {
        let every = every().len();
        every > 0 && bulk.chosen.with(|chosen| chosen.len() == every)
    });
    let some = move || !all.get() && bulk.chosen.with(|chosen| !chosen.is_empty());
    let toggle_all = move |event: &web_sys::Event| {
        let checked = event_target::<web_sys::HtmlInputElement>(event).checked();
        bulk.chosen.set(if checked { untrack(&open) } else { Vec::new() });
    };
    let rows = preview.suggestions.iter().map(|suggestion| row(bulk, suggestion)).collect_view();
    view! {
        <TableFrame label=text::differs()>
            <thead>
                <tr>
                    <th scope="col">
                        <input
                            type="checkbox"
                            aria-label=text::all()
                            prop:checked=move || all.get()
                            prop:indeterminate=some
                            on:change=toggle_all
                        />
                    </th>
                    <th scope="col">{text::person()}</th>
                    <th scope="col">{text::here()}</th>
                    <th scope="col">{text::there()}</th>
                    <th scope="col">{text::outcome()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

fn row(bulk: Bulk, suggestion: &PreviewSuggestion) -> View {
    let id = suggestion.user_id;
    let (by, local) = (suggestion.by, is_local(suggestion));
    let name = Some(&suggestion.name).filter(|name| !name.is_empty()).unwrap_or(&suggestion.username).clone();
    let label = text::choose(&name);
    let result = memo(move || {
        bulk.results.with(|results| results.iter().find(|result| result.user_id == id).map(why_not))
    });
    let choice = move || match result.get() {
        Some(None) => View::empty(),
        _ if local => view! {
            <input
                type="checkbox"
                aria-label=label.clone()
                prop:checked=move || bulk.is_chosen(id)
                on:change=move |_| bulk.toggle(id)
            />
        },
        _ => View::empty(),
    };
    let outcome = move || match result.get() {
        Some(None) => view! { <Badge label=text::put_right() tone=Tone::Good icon=Glyph::Check /> },
        Some(Some(refused)) => view! { <span class="preview-refused">{refused}</span> },
        None if local => text::likeness(by).into_view(),
        None => view! { {text::likeness(by)} <span class="cell-sub">{text::managed()}</span> },
    };
    let href = ["/users/", &id.to_string()].concat();
    view! {
        <tr>
            <td>{choice}</td>
            <th scope="row">
                <a href=href target="_blank">{name} <span class="visually-hidden">" " {text::new_tab()}</span></a>
            </th>
            <td>{suggestion.username.clone()}</td>
            <td>{suggestion.username_there.clone()}</td>
            <td class="preview-why">{outcome}</td>
        </tr>
    }
}
