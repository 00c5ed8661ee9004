//! The sign-in log.

use api::Page;
use api::sign_ins as of;
use api::sign_ins::{Method, SignIn, Summary};
use domain::sso::{CheckResult, SsoProvider};
use store::{Cursor, SignInFilter};

use super::page::{self, Numbered};
use crate::audit;
use crate::http::{Answer, Call, Failure, Reply, Routes};

/// Binds the operations of `api::sign_ins`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::List, _, _, _>(list).mount::<of::Get, _, _, _>(get)
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

/// `GET /api/v1/sign-ins`
///
/// # Errors
/// `invalid_cursor`, `invalid_fields`.
async fn list(call: Call<of::List>) -> Answer<of::List> {
    let query = &call.query;
    let asked = of::SignInsQuery { cursor: None, limit: None, ..query.clone() };
    let list = page::List::of(&format!("sign-ins {asked:?}"));
    let from: Option<Numbered<Cursor>> =
        query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let limit = page::limit(query.limit)?;
    let filter = SignInFilter { search: query.search.clone(), success: query.success, user: query.user_id };
    let found = call.read().sign_ins().page(&filter, from.as_ref().map(|from| &from.cursor), limit).await?;
    let offset = from.map_or(0, |from| from.offset);
    let next = offset.saturating_add(found.items.len() as u64);
    let seal = |offset, cursor| list.seal(Numbered { offset, cursor });
    Ok(Reply::new(Page {
        items: found.items.iter().map(summary).collect(),
        total: found.total,
        total_is_minimum: found.total_is_minimum,
        offset: Some(offset),
        next_cursor: found.next.map(|cursor| seal(next, cursor)),
        previous_cursor: found.previous.map(|cursor| seal(offset.saturating_sub(limit), cursor)),
    }))
}

/// `GET /api/v1/sign-ins/{id}`
///
/// # Errors
/// `not_found`.
async fn get(call: Call<of::Get>) -> Answer<of::Get> {
    let found = call.read().sign_ins().get(call.params.id).await?;
    Ok(Reply::new(body(found.ok_or_else(|| Failure::not_found("entry of the sign-in log"))?)))
}
