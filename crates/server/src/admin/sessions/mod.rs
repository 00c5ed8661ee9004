//! Signing in and out, passwords, and the sessions of a person.

pub mod change_password;
pub mod check_password_link;
pub mod choose_method;
pub mod edit_limits;
pub mod end;
pub mod end_all;
pub mod end_own;
pub mod get_limits;
mod limits;
pub mod list;
pub mod list_own;
pub mod me;
pub mod options;
pub mod set_password;
pub mod sign_in;
pub mod sign_out;

use api::sessions as of;
use api::sign_ins::Method;
use domain::life_cycle::{Subject, can_edit};
use domain::{Reason, SessionId, Timestamp};
use store::{Offline, Tx, User};

use crate::audit;
use crate::http::{Actor, Failure, Routes};
use crate::session::lasts;

/// Binds the operations of `api::sessions`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount_public::<of::Options, _, _, _>(options::handle)
        .mount_public::<of::SignIn, _, _, _>(sign_in::handle)
        .mount_public::<of::ChooseMethod, _, _, _>(choose_method::handle)
        .mount::<of::SignOut, _, _, _>(sign_out::handle)
        .mount_public::<of::CheckPasswordLink, _, _, _>(check_password_link::handle)
        .mount_public::<of::SetPassword, _, _, _>(set_password::handle)
        .mount::<of::Me, _, _, _>(me::handle)
        .mount::<of::ListOwn, _, _, _>(list_own::handle)
        .mount::<of::EndOwn, _, _, _>(end_own::handle)
        .mount::<of::ChangePassword, _, _, _>(change_password::handle)
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::End, _, _, _>(end::handle)
        .mount::<of::EndAll, _, _, _>(end_all::handle)
        .mount::<of::GetLimits, _, _, _>(get_limits::handle)
        .mount::<of::EditLimits, _, _, _>(edit_limits::handle)
}

/// The sessions that last, as the console shows them.
fn page(sessions: Vec<store::Session>, current: Option<SessionId>, now: Timestamp) -> api::Page<of::Session> {
    let lasting = sessions.into_iter().filter(|session| lasts(session, now));
    let shown = lasting.map(|session| of::Session {
        id: session.id,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        expires_at: session.expires_at,
        user_agent: session.user_agent.unwrap_or_default(),
        address: session.address.unwrap_or_default(),
        method: audit::named(&session.method).unwrap_or(Method::Password),
        current: Some(session.id) == current,
    });
    api::Page::whole(shown.collect())
}

/// R32: only an owner ends the sessions of an owner.
fn may_end(actor: &Actor, user: &User) -> Result<(), Reason> {
    let subject = Subject {
        id: user.id,
        role: user.role,
        status: user.status,
        ownership: user.ownership(),
        is_last_active_owner: false,
    };
    can_edit(&actor.rules(), &subject)
}

fn no_session() -> Failure {
    Failure::not_found("session")
}

/// Ends one, where `store::Error::Stale` means that it has ended meanwhile.
pub(crate) async fn delete(tx: &Tx, id: SessionId, offline: Offline) -> Result<(), Failure> {
    tx.sessions().delete(id, offline).await.map_err(|error| match error {
        store::Error::Stale => no_session(),
        other => other.into(),
    })
}
