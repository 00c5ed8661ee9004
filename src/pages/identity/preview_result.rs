//! What will happen, by kind; which kind is shown stands in the URL.

use std::sync::Arc;

use api::provisioning_preview::{MAX_ROWS, Preview, PreviewRow};
use domain::RetrievalScope;
use domain::preview::Fate;

use super::preview_usernames::Usernames;
use crate::router::use_query_map;
use crate::text::Message;
use crate::text::identity::preview as text;
use crate::ui::{Button, Notice, Tab, TableFrame, Tabs, Tone};
use crate::view::prelude::*;

/// A kind of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fate(Fate),
    Differs,
    Unread,
}

impl Kind {
    /// In the order of the tabs: what needs somebody comes first.
    const ALL: [Self; 7] = [
        Self::Fate(Fate::Conflict),
        Self::Differs,
        Self::Unread,
        Self::Fate(Fate::Linked),
        Self::Fate(Fate::Created),
        Self::Fate(Fate::Managed),
        Self::Fate(Fate::LocalOnly),
    ];

    /// In the URL.
    const fn name(self) -> &'static str {
        match self {
            Self::Fate(fate) => fate.name(),
            Self::Differs => "username_differs",
            Self::Unread => "unreadable",
        }
    }

    fn label(self) -> Message {
        match self {
            Self::Fate(fate) => text::fate(fate),
            Self::Differs => text::differs(),
            Self::Unread => text::unread(),
        }
    }

    const fn count(self, preview: &Preview) -> u64 {
        match self {
            Self::Fate(fate) => preview.counts.of(fate),
            Self::Differs => preview.counts.suggestions,
            Self::Unread => preview.counts.problems,
        }
    }
}

/// The tabs, and the rows of one of them.
#[component]
pub fn Outcome(
    /// What was found.
    preview: Arc<Preview>,
    /// Compares the same list again.
    again: Callback<()>,
    /// A list is being compared.
    #[prop(into)]
    busy: Signal<bool>,
) -> View {
    let params = use_query_map();
    let counted = Arc::clone(&preview);
    let kind = memo(move || {
        let asked = params.with(|params| params.get("show"));
        let named = Kind::ALL.into_iter().find(|kind| asked.as_deref() == Some(kind.name()));
        let first = || Kind::ALL.into_iter().find(|kind| kind.count(&counted) > 0);
        named.or_else(first).unwrap_or(Kind::ALL[0])
    });
    let of = Arc::clone(&preview);
    let tabs = derive(move || {
        let one = |shown: Kind| Tab {
            label: text::tab(&shown.label(), shown.count(&of)),
            href: ["/identity/scim/preview?show=", shown.name()].concat(),
            current: kind.get() == shown,
        };
        // Lines that cannot be read are the exception: no tab for none of them.
        Kind::ALL.into_iter().filter(|kind| *kind != Kind::Unread || kind.count(&of) > 0).map(one).collect()
    });
    let hidden = preview.retrieval_scope == RetrievalScope::CreatedByIdentityProvider;
    view! {
        {hidden.then(|| view! { <Notice tone=Tone::Warning title=text::hidden_title() text=text::hidden_detail() /> })}
        <div class="preview-head">
            <Tabs label=text::results() tabs />
            <Button label=text::again() on_press=again busy />
        </div>
        {move || rows(kind.get(), &preview)}
    }
}

fn rows(kind: Kind, preview: &Arc<Preview>) -> View {
    let all = kind.count(preview);
    if all == 0 {
        return view! { <p class="secondary">{text::nobody()}</p> };
    }
    let shown = all.min(MAX_ROWS as u64);
    let capped = (shown < all).then(|| view! { <p class="secondary">{text::first_of(shown, all)}</p> });
    let table = match kind {
        Kind::Differs => view! { <Usernames preview=Arc::clone(preview) /> },
        Kind::Unread => {
            let lines = preview
                .problems
                .iter()
                .map(|problem| line(Some(problem.line), View::empty(), &problem.message));
            frame(kind, lines.collect_view())
        }
        Kind::Fate(fate) => {
            let lines = preview.rows.iter().filter(|row| row.kind == fate);
            frame(kind, lines.map(|row| line(row.line, person(row), &text::because(&row.why))).collect_view())
        }
    };
    view! { {capped} {table} }
}

fn frame(kind: Kind, lines: View) -> View {
    view! {
        <TableFrame label=kind.label()>
            <thead>
                <tr>
                    <th scope="col">{text::line()}</th>
                    <th scope="col">{text::person()}</th>
                    <th scope="col">{text::why()}</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </TableFrame>
    }
}

fn line(number: Option<u64>, person: View, message: &str) -> View {
    view! {
        <tr>
            <td class="cell-secondary">{number.map(|number| number.to_string())}</td>
            <th scope="row">{person}</th>
            <td class="preview-why">{message.to_owned()}</td>
        </tr>
    }
}

/// The username, and the name under it. The user's page opens beside this one, which would lose its list.
fn person(row: &PreviewRow) -> View {
    let username = row.username.clone();
    let who = match row.user_id {
        Some(id) => {
            let href = ["/users/", &id.to_string()].concat();
            view! {
                <a href=href target="_blank">{username} <span class="visually-hidden">" " {text::new_tab()}</span></a>
            }
        }
        None => username.into_view(),
    };
    view! { {who} <span class="cell-sub">{row.name.clone()}</span> }
}
