//! Which rows have just changed, so that they can be lit for a moment: an identity provider works while one looks on.

use std::time::Duration;

use api::Page;
use api::users::{ListQuery, User};
use domain::UserId;

use crate::backend::Query;
use crate::platform::effect_after;
use crate::view::prelude::*;

/// How long a row stays lit.
const LIT: Duration = Duration::from_millis(2600);

/// The people that have just changed.
pub type Fresh = RwSignal<Vec<UserId>>;

/// What was shown before.
struct Before {
    query: ListQuery,
    versions: Vec<(UserId, u64)>,
}

/// Follows the list: who is new in it, or has a newer version, since it was last read with the same filters and page.
#[must_use]
pub fn use_fresh(people: Query<Page<User>>, query: Memo<ListQuery>) -> Fresh {
    let fresh = RwSignal::new(Vec::new());
    effect_after(move |before: Option<Option<Before>>| {
        let page = people.data.get()?;
        let query = query.get_untracked();
        let versions: Vec<(UserId, u64)> = page.items.iter().map(|user| (user.id, user.version)).collect();
        if let Some(before) = before.flatten().filter(|before| before.query == query) {
            light(fresh, changed(&before.versions, &versions));
        }
        Some(Before { query, versions })
    });
    fresh
}

fn changed(before: &[(UserId, u64)], now: &[(UserId, u64)]) -> Vec<UserId> {
    let old = |id| before.iter().find(|(known, _)| *known == id).map(|(_, version)| *version);
    now.iter().filter(|(id, version)| old(*id).is_none_or(|old| old < *version)).map(|(id, _)| *id).collect()
}

fn light(fresh: Fresh, ids: Vec<UserId>) {
    if ids.is_empty() {
        return;
    }
    fresh.update(|lit| lit.extend(&ids));
    set_timeout(move || fresh.try_update(|lit| lit.retain(|id| !ids.contains(id))).unwrap_or_default(), LIT);
}
