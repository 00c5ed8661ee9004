//! Who is signed in, and what they may do.

use std::sync::Arc;

use api::sessions::{Identity, Me};
use api::{NoParams, NoQuery};
use domain::life_cycle::Actor;
use domain::{Right, Role};

use super::failure::Loaded;
use super::preferences::use_preferences;
use crate::backend::use_query;
use crate::text::reasons;
use crate::view::prelude::*;

/// The signed-in person.
#[derive(Clone, Copy)]
pub struct Session {
    /// Who it is.
    pub identity: Signal<Arc<Identity>>,
}

impl Session {
    /// Their role.
    #[must_use]
    pub fn role(&self) -> Role {
        self.identity.with(|identity| identity.role)
    }

    /// May they do that?
    #[must_use]
    pub fn has(&self, right: Right) -> bool {
        self.role().has(right)
    }

    /// They, as the rules of the life cycle ask for them.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.identity.with(|identity| Actor { id: identity.user_id, role: identity.role })
    }
}

/// The signed-in person.
///
/// # Panics
/// Outside of [`SessionGate`].
#[must_use]
pub fn use_session() -> Session {
    use_context().expect("pages that ask for the session are inside of the gate")
}

/// Why the signed-in person may not do that, for `disabled_reason`; `None` when they may.
#[must_use]
pub fn refusal(right: Right) -> Signal<Option<String>> {
    let session = use_session();
    derive(move || session.role().require(right).err().map(|reason| reasons::reason(&reason)))
}

/// Shows what is inside once it is known who is signed in, and what they have set. (If nobody is, the app leads to the sign-in page.)
#[component]
pub fn SessionGate(
    /// In its place until then.
    #[prop(into)]
    waiting: ViewFn,
    /// The console.
    children: ChildrenFn,
) -> View {
    let me = use_query::<Me>(|| (NoParams {}, NoQuery {}));
    let preferences = use_preferences();
    let children = StoredValue::new(children);
    let inside = move |identity: Signal<Arc<Identity>>| {
        // Read anew with each change of a person, and mostly the same: what is made of it shall stay.
        let identity = memo(move || identity.get());
        provide_context(Session { identity: identity.into() });
        children.with_value(ChildrenFn::run)
    };
    let loading = waiting.clone();
    view! {
        <Show when=move || preferences.is_ready() fallback=waiting>
            <Loaded query=me loading=loading.clone() children=inside />
        </Show>
    }
}
