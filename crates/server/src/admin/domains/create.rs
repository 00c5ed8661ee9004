//! `POST /api/v1/domains`

use api::domains::Create;
use api::events::Subject;
use api::history::Action;
use api::problem::FieldError;
use domain::validation::Invalid;
use store::Domain;

use super::body;
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply};
use crate::secret::digest;

/// Names a domain that is to be proven.
///
/// # Errors
/// `invalid_fields`.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
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
