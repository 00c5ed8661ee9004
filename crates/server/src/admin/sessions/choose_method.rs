//! `POST /api/v1/sign-in-methods`

use api::sessions::{ChooseMethod, MethodQuestion, SignInMethod};
use domain::sso::way_back;
use store::Organization;

use crate::app::App;
use crate::http::{Answer, Failure, PublicCall, Reply};
use crate::sso::parties;

/// With what people of the organization sign in. Looks at no username but for its domain: the answer is the same for all of them.
///
/// # Errors
/// `too_many_attempts`; the database fails.
pub async fn handle(call: PublicCall<ChooseMethod>) -> Answer<ChooseMethod> {
    let app = &call.app;
    let question = &call.body;
    app.attempts.from_address(&call.client.address).await?;
    let found = find(app, question).await?;
    let Some((organization, routed)) = found else { return Ok(Reply::new(none(None))) };
    let slug = routed.then(|| organization.slug.clone());
    let settings = parties::settings(app, &organization).await?;
    let Some(active) = settings.active.filter(|_| settings.enabled) else {
        return Ok(Reply::new(none(slug)));
    };
    let entered = parties::revision(app, &organization, active).await?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", way_back(question.next.as_deref()));
    query.append_pair("username", question.username.trim());
    Ok(Reply::new(SignInMethod {
        organization: slug,
        sso_url: Some(format!(
            "{}/sso/{}/login?{}",
            app.config.public_url,
            organization.slug,
            query.finish()
        )),
        provider: Some(entered.provider.words().to_owned()),
    }))
}

const fn none(organization: Option<String>) -> SignInMethod {
    SignInMethod { organization, sso_url: None, provider: None }
}

/// By the slug that was given, by the domain of the username, or the only one there is; and whether the domain told it.
async fn find(app: &App, question: &MethodQuestion) -> Result<Option<(Organization, bool)>, Failure> {
    let organizations = app.store.organizations();
    if let Some(slug) = question.organization.as_deref().map(str::trim).filter(|slug| !slug.is_empty()) {
        return Ok(organizations.by_slug(slug).await?.map(|organization| (organization, false)));
    }
    let domain = question.username.trim().rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase());
    if let Some(domain) = domain {
        let mut proven = organizations.by_domain(&domain).await?;
        if let (1, Some(organization)) = (proven.len(), proven.pop()) {
            return Ok(Some((organization, true)));
        }
    }
    let mut all = organizations.list().await?;
    Ok(if all.len() == 1 { all.pop().map(|organization| (organization, false)) } else { None })
}
