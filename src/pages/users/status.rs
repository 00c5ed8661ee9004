//! How a person's status and manager look, everywhere the same: a tone, a shape and a word (R6).

use api::users::User;
use domain::{ManagedBy, Status};

use crate::backend::json;
use crate::text::users as text;
use crate::ui::{Badge, Glyph, Icon, Tone};
use crate::view::prelude::*;

/// Active or deactivated.
#[must_use]
pub fn status_badge(status: Status) -> View {
    match status {
        Status::Active => view! { <Badge label=text::active() tone=Tone::Good /> },
        Status::Deactivated => {
            view! { <Badge label=text::deactivated() tone=Tone::Neutral icon=Glyph::Blocked /> }
        }
    }
}

/// Who manages the person, in few words.
#[must_use]
pub fn manager(user: &User) -> View {
    let glyph = match user.managed_by {
        ManagedBy::Local => Glyph::User,
        ManagedBy::IdentityProvider => Glyph::Shield,
    };
    view! {
        <span class="manager" data-manager=json::name_of(Some(user.managed_by))>
            <Icon glyph />
            <span>{text::manager(user.managed_by, user.identity_provider)}</span>
        </span>
    }
}
