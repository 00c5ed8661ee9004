//! Domains of the organization: proven by a TXT record, they lead a username to the organization's sign-in (R26).

use api::Page;
use api::domains as of;
use api::events::Subject;
use api::history::Action;
use api::problem::FieldError;
use domain::Reason;
use domain::validation::Invalid;
use store::Domain;

use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply, Routes};
use crate::secret::digest;

/// What the TXT record begins with.
const PREFIX: &str = "rollcall-domain=";
/// Where it is: below the domain, so that it is in nobody's way.
const LABEL: &str = "_rollcall";

/// Binds the operations of `api::domains`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list)
        .mount::<of::Create, _, _, _>(create)
        .mount::<of::Verify, _, _, _>(verify)
        .mount::<of::Delete, _, _, _>(delete)
}

fn body(row: Domain) -> of::Domain {
    of::Domain {
        record_name: format!("{LABEL}.{}", row.name),
        record_value: format!("{PREFIX}{}", row.token),
        name: row.name,
        verified_at: row.verified_at,
    }
}

/// `GET /api/v1/domains`
///
/// # Errors
/// The database fails.
async fn list(call: Call<of::List>) -> Answer<of::List> {
    let rows = call.read().domains().list().await?;
    Ok(Reply::new(Page::whole(rows.into_iter().map(body).collect())))
}

/// `POST /api/v1/domains`
///
/// # Errors
/// `invalid_fields`.
async fn create(call: Call<of::Create>) -> Answer<of::Create> {
    let name = name(&call.body.name)
        .map_err(|invalid| api::Problem::fields(vec![FieldError::invalid("name", invalid)]))?;
    let token = hex::encode(&digest(&call.app.ids.secret_bytes())[..16]);
    let row = &Domain { name, token, created_at: call.now(), verified_at: None };
    let entry = &call.origin().entry(&call.app, Action::DomainAdded, Thing::domain(&row.name), Vec::new());
    call.write(|tx| async move {
        if tx.domains().get(&row.name).await?.is_none() {
            tx.domains().insert(row).await?;
            audit::record(&tx, entry, Subject::Domain).await?;
        }
        Ok(())
    })
    .await?;
    let stored = call.read().domains().get(&row.name).await?;
    Ok(Reply::new(body(stored.ok_or_else(|| Failure::not_found("domain"))?)))
}

/// In small letters: `contoso.com`; international names in their ASCII form (RFC 5891).
fn name(text: &str) -> Result<String, Invalid> {
    let name = text.trim().trim_end_matches('.').to_ascii_lowercase();
    if name.is_empty() {
        return Err(Invalid::Empty);
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last_is_a_name =
        name.rsplit('.').next().is_some_and(|last| !last.bytes().all(|b| b.is_ascii_digit()));
    let is_domain = name.len() <= 240 && name.contains('.') && name.split('.').all(label) && last_is_a_name;
    if is_domain { Ok(name) } else { Err(Invalid::NotADomain) }
}

/// `POST /api/v1/domains/{name}/verify`
///
/// # Errors
/// `not_found`; `refused` (R26) while the record is not there, or when another organization has proven the domain.
async fn verify(call: Call<of::Verify>) -> Answer<of::Verify> {
    let row = call.read().domains().get(&call.params.name).await?;
    let row = row.ok_or_else(|| Failure::not_found("domain"))?;
    call.app.attempts.from_address(&call.client.address)?;
    let others = call.app.store.organizations().by_domain(&row.name).await?;
    if others.iter().any(|organization| organization.id != call.actor.org) {
        return Err(Reason::DomainTaken.into());
    }
    let shown = body(row.clone());
    let texts = call.app.dns.txt(&shown.record_name).await;
    if !texts.iter().any(|text| text.trim() == shown.record_value) {
        return Err(Reason::DomainNotProven.into());
    }
    let entry = &call.origin().entry(&call.app, Action::DomainVerified, Thing::domain(&row.name), Vec::new());
    let (name, now) = (row.name.as_str(), call.now());
    call.write(|tx| async move {
        tx.domains().verify(name, now).await?;
        Ok(audit::record(&tx, entry, Subject::Domain).await?)
    })
    .await?;
    Ok(Reply::new(body(Domain { verified_at: Some(now), ..row })))
}

/// `DELETE /api/v1/domains/{name}`
///
/// # Errors
/// `not_found`.
async fn delete(call: Call<of::Delete>) -> Answer<of::Delete> {
    let name = call.params.name.as_str();
    let entry = &call.origin().entry(&call.app, Action::DomainDeleted, Thing::domain(name), Vec::new());
    call.write(|tx| async move {
        tx.domains().delete(name).await.map_err(|error| match error {
            store::Error::Stale => Failure::not_found("domain"),
            other => other.into(),
        })?;
        Ok(audit::record(&tx, entry, Subject::Domain).await?)
    })
    .await?;
    Ok(Reply::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_two_labels_at_least_and_is_no_address() {
        assert_eq!(name(" Contoso.COM. "), Ok("contoso.com".to_owned()));
        assert_eq!(name("xn--mnchen-3ya.example"), Ok("xn--mnchen-3ya.example".to_owned()));
        for bad in [
            "contoso",
            "contoso..com",
            "-a.com",
            "a@b.com",
            "https://a.com",
            "10.0.0.1",
            "a b.com",
            "münchen.example",
        ] {
            assert_eq!(name(bad), Err(Invalid::NotADomain), "{bad}");
        }
        assert_eq!(name(" "), Err(Invalid::Empty));
    }
}
