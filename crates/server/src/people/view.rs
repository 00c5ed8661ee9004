//! A person as the API shows them.

use std::collections::{HashMap, HashSet};

use api::licenses::PlanRef;
use api::users::{SiteRef, User};
use domain::{IdentityProvider, PlanId, Role, SiteId, UserId};
use store::{Reader, Site};

use crate::http::Failure;

/// What the people of a page share.
struct Context {
    provider: IdentityProvider,
    sites: HashMap<SiteId, Site>,
    plans: HashMap<PlanId, String>,
    with_password: HashSet<UserId>,
    one_active_owner: bool,
}

/// One person.
///
/// # Errors
/// The database fails.
pub async fn view(read: &Reader, user: store::User) -> Result<User, Failure> {
    let mut users = view_all(read, vec![user]).await?;
    Ok(users.pop().expect("one person goes in, and one comes out"))
}

/// The people of a page, in their order, with a fixed number of queries.
///
/// # Errors
/// The database fails.
pub async fn view_all(read: &Reader, users: Vec<store::User>) -> Result<Vec<User>, Failure> {
    let context = context(read, &users).await?;
    Ok(users.into_iter().map(|user| body(user, &context)).collect())
}

async fn context(read: &Reader, users: &[store::User]) -> Result<Context, Failure> {
    let settings = read.provisioning().get().await?;
    let sites = users.iter().filter_map(|user| user.site_id);
    let ids = users.iter().map(|user| user.id);
    let has_owner = users.iter().any(|user| user.role == Role::Owner && user.status.is_active());
    Ok(Context {
        provider: settings.map(|settings| settings.identity_provider).unwrap_or_default(),
        sites: read.sites().among(sites).await?,
        plans: read.licenses().names(users.iter().filter_map(|user| user.plan_id)).await?,
        with_password: read.credentials().having(ids).await?,
        one_active_owner: has_owner && read.users().count_active_owners().await? <= 1,
    })
}

fn body(user: store::User, context: &Context) -> User {
    let site = user.site_id.and_then(|id| {
        let Site { name, time_zone, locale, .. } = context.sites.get(&id)?.clone();
        Some(SiteRef { id, name, time_zone, locale })
    });
    let plan = user.plan_id.and_then(|id| {
        let name = context.plans.get(&id)?.clone();
        Some(PlanRef { id, name })
    });
    let last = context.one_active_owner && user.role == Role::Owner && user.status.is_active();
    User {
        id: user.id,
        username: user.username,
        first_name: user.first_name,
        last_name: user.last_name,
        email: user.email.unwrap_or_default(),
        job_title: user.job_title,
        department: user.department,
        personal_contact_number: user.personal_phone,
        extension: user.extension,
        phone_number: user.phone_number,
        locale: user.locale,
        time_zone: user.time_zone,
        site,
        plan,
        status: user.status,
        deactivated_at: user.deactivated_at,
        managed_by: user.managed_by,
        sent_by_identity_provider: user.sent,
        identity_provider: context.provider,
        role: user.role,
        directory_visible: user.directory_visible,
        is_last_active_owner: last,
        has_password: context.with_password.contains(&user.id),
        last_sign_in_at: user.last_sign_in_at,
        created_at: user.created_at,
        updated_at: user.updated_at,
        version: user.version.unsigned_abs(),
        sessions_ended: None,
    }
}
