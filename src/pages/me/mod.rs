//! The reader's own profile, where they are signed in, and their password.

mod password;

use std::sync::Arc;

use api::sessions::{EndOwn, ListOwn, OwnSessionParams, Session};
use api::sign_ins::Method;
use api::{NoParams, NoQuery, Page as List};

use self::password::Password;
use crate::backend::{Call, use_query};
use crate::layout::{Loaded, Page, shortcuts_switch, use_act, use_session};
use crate::platform::browser;
use crate::text::{layout, me as text, sign_in_log};
use crate::ui::{Avatar, Badge, Button, Card, Fact, Facts, TableFrame, TimeAgo, Tone};
use crate::view::prelude::*;

/// My profile.
#[component]
pub fn MePage() -> View {
    let session = use_session();
    let name = derive(move || session.identity.with(|me| me.name.clone()));
    let sessions = use_query::<ListOwn>(|| (NoParams {}, NoQuery {}));
    // Whoever came from the identity provider has their password there.
    let with_password = move || {
        let own = |session: &Session| session.current && session.method != Method::Sso;
        sessions.data.with(|sessions| sessions.as_ref().is_some_and(|all| all.items.iter().any(own)))
    };
    view! {
        <Page title=text::title() narrow=true>
            <Card title=text::profile()>
                <div class="me-head"><Avatar name large=true /><Profile /></div>
            </Card>
            <Card title=layout::shortcuts()>{shortcuts_switch()}</Card>
            <Card title=text::sessions() detail=text::sessions_detail() flush=true>
                <Loaded query=sessions let:sessions>{view! { <Sessions sessions /> }}</Loaded>
            </Card>
            <Show when=with_password><Password /></Show>
        </Page>
    }
}

#[component]
fn Profile() -> View {
    let me = use_session().identity;
    view! {
        <Facts>
            <Fact term=text::name()>{move || me.with(|me| me.name.clone())}</Fact>
            <Fact term=text::username()>{move || me.with(|me| me.username.clone())}</Fact>
            <Fact term=text::organization()>{move || me.with(|me| me.organization.name.clone())}</Fact>
            <Fact term=text::role()>
                {move || me.with(|me| text::role_name(me.role))}
                <span class="fact-detail">{move || me.with(|me| text::role_detail(me.role))}</span>
            </Fact>
        </Facts>
    }
}

#[component]
fn Sessions(sessions: Signal<Arc<List<Session>>>) -> View {
    let act = use_act();
    let ask = Callback::new(move |session_id: domain::SessionId| {
        let end = Call::<EndOwn>::new(OwnSessionParams { session_id }).into_request();
        act.run((end, text::ended().to_owned()));
    });
    view! {
        <TableFrame label=text::table()>
            <thead>
                <tr>
                    <th scope="col">{text::browser()}</th>
                    <th scope="col">{text::address()}</th>
                    <th scope="col">{text::signed_in()}</th>
                    <th scope="col">{text::last_seen()}</th>
                    <th scope="col"><span class="visually-hidden">{text::end()}</span></th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || sessions.get().items.clone()
                    key=|session| (session.id, session.last_seen_at, session.address.clone())
                    let:session
                >
                    {row(&session, ask)}
                </For>
            </tbody>
        </TableFrame>
    }
}

fn row(session: &Session, end: Callback<domain::SessionId>) -> View {
    let browser = browser::name(&session.user_agent);
    let label = text::end_session(&browser);
    let (id, current) = (session.id, session.current);
    let reason = current.then(|| text::end_current_reason().to_owned());
    view! {
        <tr>
            <th scope="row">
                <span class="cell-badges">
                    {browser} {current.then(|| view! { <Badge label=text::this_browser() tone=Tone::Info /> })}
                </span>
            </th>
            <td class="cell-secondary">{session.address.clone()}</td>
            <td class="cell-secondary">
                <TimeAgo at=session.created_at /><span class="cell-sub">{sign_in_log::method_of(session.method)}</span>
            </td>
            <td class="cell-secondary"><TimeAgo at=session.last_seen_at /></td>
            <td class="cell-actions">
                <Button label=text::end() aria_label=label disabled_reason=reason on_press=move |()| end.run(id) />
            </td>
        </tr>
    }
}
