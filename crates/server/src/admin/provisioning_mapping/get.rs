//! `GET /api/v1/provisioning/mapping`

use std::collections::BTreeMap;

use api::provisioning_mapping::{Get, MappedAttribute, Mapping, MappingPerson, OtherAttribute, ShownIn};
use domain::mapping::{MAPPED, Mapped, Place};
use domain::{Field, UserId};
use store::{Reader, SentCounts, User};

use crate::http::{Answer, Call, Failure, Reply};
use crate::people::field_value;

/// People who are looked at for what else was sent.
const SAMPLE: u64 = 200;
/// Attributes of that kind in the answer.
const MAX_OTHERS: usize = 100;

/// The attribute mapping, with an example, and what the identity provider has sent so far.
///
/// # Errors
/// `not_found` for an example who is not in the organization.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let read = call.read();
    let settings = read.provisioning().get().await?.ok_or_else(|| Failure::not_found("organization"))?;
    let sample = read.users().managed_recently(SAMPLE).await?;
    let counts = read.users().sent_counts().await?;
    let example = example(&read, call.query.user, &sample).await?;
    let site = match example.as_ref().and_then(|user| user.site_id) {
        Some(id) => read.sites().get(id).await?.map(|site| site.name),
        None => None,
    };
    let attribute = |mapped: &Mapped| attribute(mapped, &counts, example.as_ref(), site.as_deref());
    Ok(Reply::new(Mapping {
        identity_provider: settings.identity_provider,
        managed_users: counts.managed,
        attributes: MAPPED.iter().map(attribute).collect(),
        sampled: sample.len() as u64,
        others: others(&sample),
        person: example.map(person),
    }))
}

async fn example(read: &Reader, asked: Option<UserId>, sample: &[User]) -> Result<Option<User>, Failure> {
    let Some(id) = asked else { return Ok(sample.first().cloned()) };
    let user = read.users().get(id).await?.ok_or_else(|| Failure::not_found("user"))?;
    Ok(Some(user))
}

fn person(user: User) -> MappingPerson {
    let name = user.full_name();
    let name = if name.is_empty() { user.username.clone() } else { name };
    MappingPerson { id: user.id, name, username: user.username }
}

fn attribute(
    mapped: &Mapped,
    counts: &SentCounts,
    example: Option<&User>,
    site: Option<&str>,
) -> MappedAttribute {
    let (field, shown_in, sent_for) = match mapped.place {
        Place::Field(field) => (Some(field), ShownIn::Console, counts.of(field)),
        Place::ExternalId => (None, ShownIn::Nowhere, counts.external_id),
        Place::WorkPhone => (None, ShownIn::Directory, counts.work_phone),
    };
    let sent = example.is_some_and(|user| match mapped.place {
        Place::Field(field) => user.sent.contains(field),
        Place::ExternalId => user.external_id.is_some(),
        Place::WorkPhone => user.work_phone.is_some(),
    });
    MappedAttribute {
        entra: mapped.entra.to_owned(),
        portal: mapped.portal.to_owned(),
        scim: std::iter::once(mapped.scim).chain(mapped.also).map(str::to_owned).collect(),
        field,
        shown_in,
        sent_for,
        sent,
        // R21: what has no field is never shown.
        value: field.and_then(|field: Field| field_value(example?, site, field)),
    }
}

/// What was sent besides, most often first.
fn others(sample: &[User]) -> Vec<OtherAttribute> {
    let mut people: BTreeMap<String, u64> = BTreeMap::new();
    for path in sample.iter().flat_map(|user| scim::unmapped::paths(&user.scim_extra)) {
        *people.entry(path).or_default() += 1;
    }
    let mut others: Vec<OtherAttribute> =
        people.into_iter().map(|(scim, people)| OtherAttribute { scim, people }).collect();
    others.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.scim.cmp(&b.scim)));
    others.truncate(MAX_OTHERS);
    others
}
