//! Facts beside the profile that are not of the form.

use std::sync::Arc;

use api::users::User;
use domain::ManagedBy;

use crate::text::users as text;
use crate::ui::{Card, CopyButton, Fact, Facts, TimeAgo};
use crate::view::prelude::*;

/// Role, password, last sign-in, creation and id.
#[component]
pub fn Account(
    /// The person.
    user: Signal<Arc<User>>,
) -> View {
    let local = memo(move || user.with(|user| user.managed_by == ManagedBy::Local));
    let password = move || match user.with(|user| user.has_password) {
        true => text::profile::password_set(),
        false => text::profile::password_none(),
    };
    let last_sign_in = move || match user.with(|user| user.last_sign_in_at) {
        Some(at) => view! { <TimeAgo at /> },
        None => text::never_signed_in().into_view(),
    };
    let deactivated_at = memo(move || user.with(|user| user.deactivated_at));
    let deactivated =
        move || deactivated_at.get().map(|at| view! { <Fact term=text::deactivated()><TimeAgo at /></Fact> });
    let id = derive(move || user.with(|user| user.id.to_string()));
    view! {
        <div class="user-aside">
            <Card title=text::profile::facts()>
                <Facts>
                    <Fact term=text::profile::role()>{move || text::role(user.with(|user| user.role))}</Fact>
                    <Show when=move || local.get()>
                        <Fact term=text::profile::password()>{password}</Fact>
                    </Show>
                    <Fact term=text::profile::last_sign_in()>{last_sign_in}</Fact>
                    {deactivated}
                    <Fact term=text::profile::created()>
                        {move || view! { <TimeAgo at=user.with(|user| user.created_at) /> }}
                    </Fact>
                    <Fact term=text::profile::id()>
                        <span class="user-id"><code title=id>{id}</code><CopyButton label=text::id() value=id /></span>
                    </Fact>
                </Facts>
            </Card>
        </div>
    }
}
