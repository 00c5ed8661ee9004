//! API tokens, with which scripts call the REST API (R32).

pub mod create;
pub mod list;
pub mod revoke;

use api::api_tokens as of;
use store::{ApiToken, User};

use crate::http::Routes;

/// Binds the operations of `api::api_tokens`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Revoke, _, _, _>(revoke::handle)
}

/// A token as the API shows it: never its secret.
fn body(token: ApiToken, maker: &User) -> of::ApiToken {
    let name = maker.full_name();
    of::ApiToken {
        id: token.id,
        name: token.name,
        role: token.role,
        last_four: token.last_four,
        created_at: token.created_at,
        created_by: if name.is_empty() { maker.username.clone() } else { name },
        suspended: token.role.exceeds(maker.role),
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
        last_used_address: token.last_used_address,
    }
}
