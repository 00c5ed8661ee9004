//! `POST /api/v1/provisioning/preview`

use std::collections::HashSet;

use api::provisioning_preview::{MAX_ROWS, Preview, PreviewCounts, PreviewRow, PreviewSuggestion, Run};
use domain::preview::{Fate, Keys, Known, Listed, Verdict, Why, judge, keys_of};
use domain::{ManagedBy, UserId};
use store::{Identified, Identifier, Reader, UserQuery};

use super::csv::{self, List};
use crate::http::{Answer, Call, Failure, Reply};

/// Local users that are read at once.
const PAGE: u64 = 1_000;

/// Compares the list with the users who are here. Nothing is written, and the list is not kept.
///
/// # Errors
/// `too_large`, `invalid_fields`.
pub async fn handle(call: Call<Run>) -> Answer<Run> {
    let list = csv::read(&call.body.csv)?;
    let read = call.read();
    let settings = read.provisioning().get().await?.ok_or_else(|| Failure::not_found("organization"))?;
    let known = known(&read, &list.people).await?;
    let verdicts = judge(&list.people, &known, settings.retrieval_scope);
    let mut preview = Preview {
        people: list.people.len() as u64,
        retrieval_scope: settings.retrieval_scope,
        counts: PreviewCounts { problems: list.problems.len() as u64, ..PreviewCounts::default() },
        rows: Vec::new(),
        suggestions: Vec::new(),
        problems: Vec::new(),
    };
    for (person, verdict) in list.people.iter().zip(&verdicts) {
        tell(&mut preview, person, verdict, &known);
    }
    local_only(&read, &mut preview, &known, &verdicts).await?;
    let List { mut problems, .. } = list;
    problems.truncate(MAX_ROWS);
    preview.problems = problems;
    Ok(Reply::new(preview))
}

/// Everybody here who has a username of the list, and whoever has the email or the name of somebody who has none here.
async fn known(read: &Reader, people: &[Listed]) -> Result<Vec<Known>, Failure> {
    let keys: Vec<Keys> = people.iter().map(|p| keys_of(&p.username, &p.email, &p.name)).collect();
    let by = async |by: Identifier, texts: HashSet<&str>| {
        let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        read.users().identified(by, &texts).await
    };
    let mut found =
        by(Identifier::Username, keys.iter().map(|keys| keys.username.as_str()).collect()).await?;
    let taken: HashSet<String> = found.iter().map(|user| keys_of(&user.username, "", "").username).collect();
    let new: Vec<&Keys> = keys.iter().filter(|keys| !taken.contains(&keys.username)).collect();
    let emails = new.iter().flat_map(|keys| [keys.email.as_str(), keys.username.as_str()]).collect();
    found.extend(by(Identifier::Email, emails).await?);
    found.extend(by(Identifier::Name, new.iter().map(|keys| keys.name.as_str()).collect()).await?);
    let mut seen: HashSet<UserId> = HashSet::new();
    found.retain(|user| seen.insert(user.id));
    let has_owner = found.iter().any(|user| user.is_active_owner);
    let one_owner = has_owner && read.users().count_active_owners().await? <= 1;
    Ok(found.into_iter().map(|user| as_known(user, one_owner)).collect())
}

fn as_known(user: Identified, one_owner: bool) -> Known {
    Known {
        id: user.id,
        username: user.username,
        name: user.name,
        email: user.email,
        managed_by: user.managed_by,
        gone_from_scim: user.gone_from_scim,
        is_last_active_owner: user.is_active_owner && one_owner,
    }
}

/// Counts a person, and puts them into the answer while there is room.
fn tell(preview: &mut Preview, person: &Listed, verdict: &Verdict, known: &[Known]) {
    let kind = verdict.why.fate();
    if let Some(likely) = verdict.likely {
        let user = &known[likely.known];
        preview.counts.suggestions += 1;
        if preview.suggestions.len() < MAX_ROWS {
            preview.suggestions.push(PreviewSuggestion {
                user_id: user.id,
                name: user.name.clone(),
                username: user.username.clone(),
                username_there: person.username.clone(),
                line: person.line,
                by: likely.by,
                managed_by: user.managed_by,
            });
        }
    }
    let count = count(&mut preview.counts, kind);
    *count += 1;
    if *count <= MAX_ROWS as u64 {
        let user_id = verdict.known.map(|at| known[at].id);
        preview.rows.push(row(&verdict.why, Some(person.line), &person.username, &person.name, user_id));
    }
}

fn count(counts: &mut PreviewCounts, kind: Fate) -> &mut u64 {
    match kind {
        Fate::Conflict => &mut counts.conflict,
        Fate::Linked => &mut counts.linked,
        Fate::Created => &mut counts.created,
        Fate::Managed => &mut counts.managed,
        Fate::LocalOnly => &mut counts.local_only,
    }
}

fn row(why: &Why, line: Option<u64>, username: &str, name: &str, user_id: Option<UserId>) -> PreviewRow {
    PreviewRow {
        kind: why.fate(),
        line,
        username: username.to_owned(),
        name: name.to_owned(),
        rule: why.rule().to_owned(),
        why: why.clone(),
        message: why.to_string(),
        user_id,
    }
}

/// Local users whose username is not in the list: all are counted, and the first are told, by name. The list is at most
/// 50,000 people, so this reads 51 pages at most.
async fn local_only(
    read: &Reader,
    preview: &mut Preview,
    known: &[Known],
    verdicts: &[Verdict],
) -> Result<(), Failure> {
    let listed: HashSet<UserId> = verdicts
        .iter()
        .filter_map(|verdict| verdict.known)
        .filter(|at| known[*at].managed_by == ManagedBy::Local)
        .map(|at| known[at].id)
        .collect();
    let mut query = UserQuery { managed_by: Some(ManagedBy::Local), ..UserQuery::first(PAGE) };
    let mut told = 0;
    loop {
        let page = read.users().page(&query).await?;
        preview.counts.local_only = page.total.saturating_sub(listed.len() as u64);
        let others = page.items.iter().filter(|user| !listed.contains(&user.id));
        for user in others.take(MAX_ROWS - told) {
            told += 1;
            let (username, name) = (&user.username, user.full_name());
            preview.rows.push(row(&Why::NotListed, None, username, &name, Some(user.id)));
        }
        match page.next {
            Some(next) if told < MAX_ROWS => query.cursor = Some(next),
            _ => return Ok(()),
        }
    }
}
