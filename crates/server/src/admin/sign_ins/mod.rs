//! The sign-in log.

mod get;
mod list;

use api::sign_ins as of;
use api::sign_ins::{Method, SignIn, Summary};
use domain::sso::{CheckResult, SsoProvider};

use crate::audit;
use crate::http::Routes;

/// Binds the operations of `api::sign_ins`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::List, _, _, _>(list::handle).mount::<of::Get, _, _, _>(get::handle)
}

fn checks(row: &store::SignIn) -> Vec<CheckResult> {
    serde_json::from_str(&row.checks).unwrap_or_default()
}

fn summary(row: &store::SignIn) -> Summary {
    Summary {
        id: row.id,
        reference: row.reference.clone(),
        at: row.at,
        method: audit::named(&row.method).unwrap_or(Method::Password),
        success: row.success,
        username: row.username.clone(),
        user_id: row.user_id,
        failed: checks(row).into_iter().find(|check| !check.passed),
        address: row.address.clone(),
    }
}

/// With everything that is known of it.
#[must_use]
pub fn body(row: store::SignIn) -> SignIn {
    SignIn {
        summary: summary(&row),
        provider: row.provider.as_deref().and_then(SsoProvider::from_name),
        checks: checks(&row),
        microsoft_error: row.microsoft_error,
        attributes: serde_json::from_str(&row.attributes).unwrap_or_default(),
        xml: row.xml,
        user_agent: row.user_agent,
    }
}
