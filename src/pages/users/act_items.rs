//! The acts as lines of a menu; what a rule refuses is off, and says why.

use std::sync::Arc;

use api::users::User;
use domain::IdentityProvider;
use domain::life_cycle::{Actor, Subject};

use super::acts::{Act, Acts, refusal};
use crate::text::Message;
use crate::text::users as text;
use crate::ui::{Glyph, MenuAction, MenuItem};
use crate::view::prelude::*;

impl Act {
    fn label(self) -> Message {
        match self {
            Self::Activate => text::activate(),
            Self::Deactivate => text::deactivate(),
            Self::Delete => text::delete(),
            Self::PasswordLink => text::password_link(),
            Self::EndSessions => text::end_sessions(),
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Activate => Glyph::Check,
            Self::Deactivate => Glyph::Blocked,
            Self::Delete => Glyph::Trash,
            Self::PasswordLink => Glyph::Link,
            Self::EndSessions => Glyph::Devices,
        }
    }
}

/// What a menu about a person depends on. While it stays the same an open menu stays as it is, and so does the focus in
/// it, whatever else changes.
pub type Basis = (Subject, IdentityProvider, String);

/// See [`Basis`].
#[must_use]
pub fn basis(user: &User) -> Basis {
    (user.subject(), user.identity_provider, user.username.clone())
}

/// The line for an act.
#[must_use]
pub fn item(acts: Acts, act: Act, actor: &Actor, user: &Arc<User>) -> MenuItem {
    let reason = refusal(act, actor, user).map(|reason| crate::text::reasons::reason(&reason));
    let user = Arc::clone(user);
    let press = Callback::new(move |()| acts.run(act, Arc::clone(&user)));
    let item = MenuItem::new(act.label(), act.glyph(), MenuAction::Press(press)).disabled(reason);
    if act == Act::Delete { item.danger() } else { item }
}

/// The line that activates or deactivates.
#[must_use]
pub fn toggle(acts: Acts, actor: &Actor, user: &Arc<User>) -> MenuItem {
    let act = if user.status.is_active() { Act::Deactivate } else { Act::Activate };
    item(acts, act, actor, user)
}

/// The line that copies a value.
#[must_use]
pub fn copy(copy: Callback<(Message, String)>, label: Message, what: Message, value: String) -> MenuItem {
    let press = Callback::new(move |()| copy.run((what, value.clone())));
    MenuItem::new(label, Glyph::Copy, MenuAction::Press(press))
}
