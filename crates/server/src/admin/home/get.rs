//! `GET /api/v1/home`

use api::home::{Get, Home};
use api::licenses::PlanRef;
use api::provisioning::Token;
use api::sign_ins::Method;
use domain::provisioning::TokenEnd;
use domain::sso::CertificateEnd;
use domain::timestamp::DAY_MS;
use domain::{Status, Timestamp};
use store::{Reader, SingleSignOn, SiteFilter, UserQuery};

use crate::admin::provisioning::{settings, token};
use crate::admin::provisioning_guard;
use crate::audit;
use crate::http::{Answer, Call, Failure, Reply};
use crate::provisioning_log;
use crate::sso::{parties, watch};

/// How the organization stands, and what needs attention.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let read = call.read();
    let counts = read.users().counts().await?;
    let plans = read.licenses().list().await?;
    let sso = read.sso().get().await?;
    Ok(Reply::new(Home {
        users: counts.total,
        active_users: counts.active,
        deactivated_users: counts.deactivated,
        managed_users: counts.managed,
        users_without_site: active_without_site(&read).await?,
        users_without_license: (!plans.is_empty()).then_some(counts.active_without_license),
        full_plans: full(plans),
        deactivated_license_holders: counts.deactivated_with_license,
        sites: read.sites().page(None, 1).await?.total,
        unmatched_sites: read.sites().unmatched_count().await?,
        provisioning: settings(&call.app, &read).await?,
        refused_today: refused_today(&read, call.now()).await?,
        mass_change: provisioning_guard::present(&read, call.now())
            .await?
            .1
            .map(|present| present.change.people),
        expiring_tokens: expiring(&read, call.now()).await?,
        sso_enabled: sso.as_ref().is_some_and(|sso| sso.enabled),
        sso_certificate_ends: certificate_ends(&call, sso.as_ref()).await?,
        sso_metadata_changed: sso.as_ref().is_some_and(|sso| sso.metadata_change.is_some()),
        failed_sign_ins_today: failed_sign_ins(&read, call.now()).await?,
    }))
}

/// The end of the certificate that ends last, when it is near (R24).
async fn certificate_ends(
    call: &Call<Get>,
    sso: Option<&SingleSignOn>,
) -> Result<Option<Timestamp>, Failure> {
    let Some(active) = sso.and_then(|sso| sso.active) else { return Ok(None) };
    let Some(revision) = call.read().sso().revision(active).await? else { return Ok(None) };
    let end = watch::last_end(&parties::entered(&revision)?);
    Ok(end.filter(|end| CertificateEnd::at(*end, call.now()).is_some()))
}

async fn failed_sign_ins(read: &Reader, now: Timestamp) -> Result<u64, Failure> {
    let today = Timestamp(provisioning_log::day(now) * DAY_MS);
    Ok(read.sign_ins().failed_since(&audit::name(Method::Sso), today).await?)
}

/// Deactivated people cannot be helped by a site.
async fn active_without_site(read: &Reader) -> Result<u64, Failure> {
    let query =
        UserQuery { status: Some(Status::Active), site: Some(SiteFilter::None), ..UserQuery::first(1) };
    Ok(read.users().page(&query).await?.total)
}

/// A plan without seats is not full, but not in use.
fn full(plans: Vec<store::Plan>) -> Vec<PlanRef> {
    let full = plans.into_iter().filter(|plan| plan.seats > 0 && plan.seating().free() == 0);
    full.map(|plan| PlanRef { id: plan.id, name: plan.name }).collect()
}

async fn refused_today(read: &Reader, now: Timestamp) -> Result<u64, Failure> {
    let days = read.provisioning_log().days(provisioning_log::day(now)).await?;
    Ok(days.iter().map(|day| day.refused).sum())
}

async fn expiring(read: &Reader, now: Timestamp) -> Result<Vec<Token>, Failure> {
    let mut tokens = read.scim_tokens().list().await?;
    let near = |at: Timestamp| TokenEnd::of(at, now).is_some();
    tokens.retain(|token| token.revoked_at.is_none() && token.expires_at.is_some_and(near));
    token::bodies(read, tokens).await
}
