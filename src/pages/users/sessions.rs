//! Where a person is signed in, and ending it.

use std::sync::Arc;

use api::sessions::{self, PersonParams, Session, SessionParams};
use api::users::User;
use api::{NoQuery, Page};
use domain::{Reason, UserId};

use super::acts::{Act, Acts, refusal};
use crate::backend::{Call, use_query};
use crate::layout::{Loaded, use_act, use_session};
use crate::pages::identity::of_person;
use crate::platform::{browser, time};
use crate::text::users::sessions as text;
use crate::text::{reasons, sign_in_log};
use crate::ui::{Badge, Button, ButtonLink, Empty, Glyph, TableFrame, TimeAgo, Tone, Variant};
use crate::view::prelude::*;

/// The part Sessions of a person's page.
#[component]
pub fn Sessions(
    /// The person.
    user: Signal<Arc<User>>,
    /// The acts of the page.
    acts: Acts,
) -> View {
    let id = user.with_untracked(|user| user.id);
    let sessions = use_query::<sessions::List>(move || (PersonParams { id }, NoQuery {}));
    let session = use_session();
    let refused = memo(move || user.with(|user| refusal(Act::EndSessions, &session.actor(), user)));
    view! {
        <section class="user-part" aria-labelledby="sessions-title">
            <Loaded
                query=sessions
                children=move |page| view! {
                    <header class="part-head">
                        <div><h2 id="sessions-title">{text::title()}</h2><p class="secondary">{text::lead()}</p></div>
                        <ButtonLink label=sign_in_log::of_person() href=of_person(id) />
                        <EndAll page user acts refused />
                    </header>
                    <List page id refused />
                }
            />
        </section>
    }
}

#[component]
fn EndAll(
    page: Signal<Arc<Page<Session>>>,
    user: Signal<Arc<User>>,
    acts: Acts,
    refused: Memo<Option<Reason>>,
) -> View {
    let off = move || {
        let others = page.with(|page| page.items.iter().any(|session| !session.current));
        let nothing = || {
            if page.with(|page| page.items.is_empty()) { text::none_to_end() } else { text::only_this_one() }
        };
        refused
            .get()
            .map(|reason| reasons::reason(&reason))
            .or_else(|| (!others).then(|| nothing().to_owned()))
    };
    let end = Callback::new(move |()| acts.run(Act::EndSessions, user.get_untracked()));
    view! {
        <Button label=text::end_all() variant=Variant::Danger disabled_reason=derive(off) on_press=end />
    }
}

#[component]
fn List(page: Signal<Arc<Page<Session>>>, id: UserId, refused: Memo<Option<Reason>>) -> View {
    let none = memo(move || page.with(|page| page.items.is_empty()));
    live(move || match none.get() {
        true => view! { <Empty title=text::none_title() detail=text::none_detail() glyph=Glyph::Devices /> },
        false => view! { <Table page id refused /> },
    })
}

#[component]
fn Table(page: Signal<Arc<Page<Session>>>, id: UserId, refused: Memo<Option<Reason>>) -> View {
    let rows = move || page.with(|page| page.items.clone());
    view! {
        <TableFrame label=text::table()>
            <thead>
                <tr>
                    <th scope="col">{text::browser()}</th>
                    <th scope="col">{text::address()}</th>
                    <th scope="col">{text::signed_in()}</th>
                    <th scope="col">{text::last_seen()}</th>
                    <th scope="col"><span class="visually-hidden">{text::action()}</span></th>
                </tr>
            </thead>
            <tbody>
                <For each=rows key=|session| (session.id, session.last_seen_at) let:session>
                    <Row session id refused />
                </For>
            </tbody>
        </TableFrame>
    }
}

#[component]
fn Row(session: Session, id: UserId, refused: Memo<Option<Reason>>) -> View {
    let browser = browser::name(&session.user_agent);
    let label = text::end_one(&browser, &session.address, &time::exact(session.created_at));
    let current = session.current;
    let off = move || {
        let own = current.then(|| text::current_reason().to_owned());
        own.or_else(|| refused.get().map(|reason| reasons::reason(&reason)))
    };
    view! {
        <tr>
            <th scope="row">
                <span title=session.user_agent>{browser}</span>
                {current.then(|| view! { " " <Badge label=text::current() tone=Tone::Info /> })}
            </th>
            <td>{session.address}</td>
            <td><TimeAgo at=session.created_at /><span class="cell-sub">{sign_in_log::method_of(session.method)}</span></td>
            <td><TimeAgo at=session.last_seen_at /></td>
            <td class="cell-actions">
                <Button
                    label=text::end()
                    aria_label=label
                    disabled_reason=derive(off)
                    on_press=use_end(SessionParams { id, session_id: session.id })
                />
            </td>
        </tr>
    }
}

/// Ends one session. The list reads itself anew; the focus goes to the part's heading, as the button is gone.
fn use_end(params: SessionParams) -> Callback<()> {
    let act = use_act();
    Callback::new(move |()| {
        let end = Call::<sessions::End>::new(params.clone()).into_request();
        act.run((end, text::ended_one().to_owned()));
    })
}
