//! The groups of the identity provider that a person is in.

use std::sync::Arc;

use api::groups::{Group, GroupParams, List};
use api::{NoQuery, Page};
use domain::UserId;

use crate::backend::use_query;
use crate::layout::Loaded;
use crate::text::users::groups as text;
use crate::ui::{Card, Empty, Glyph};
use crate::view::prelude::*;

/// The part of the page.
#[component]
pub fn Groups(
    /// Whose.
    id: UserId,
) -> View {
    let groups = use_query::<List>(move || (GroupParams { id }, NoQuery {}));
    view! {
        <Card title=text::title() detail=text::detail()>
            <Loaded query=groups let:groups>{live(move || groups.with(names))}</Loaded>
        </Card>
    }
}

fn names(groups: &Arc<Page<Group>>) -> View {
    if groups.items.is_empty() {
        return view! { <Empty title=text::none_title() detail=text::none_detail() glyph=Glyph::Users /> };
    }
    let name = |group: &Group| view! { <li>{group.name.clone()}</li> };
    view! { <ul class="groups">{groups.items.iter().map(name).collect_view()}</ul> }
}
