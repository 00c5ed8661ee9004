//! A user as SCIM sees it: attributes in canonical spelling and of the right types, whatever the client wrote.

use domain::FieldSet;

use crate::changes::{self, Change};
use crate::edit::{Editor, Ignored, Leniency, Op};
use crate::mapping::MappedAttributes;
use crate::schema::SITE_EXTENSION;
use crate::{Object, ScimError};

/// The attributes of a user that the client owns: not `id`, `meta`, `schemas` and `groups`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserResource {
    pub(crate) attributes: Object,
}

/// What a POST, PUT or PATCH makes of a user. Nothing is stored yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The user afterwards.
    pub resource: UserResource,
    /// What changed, by path; empty when the request changes nothing, which then bumps no version.
    pub changes: Vec<Change>,
    /// The fields that the request mentions, also those that it clears or sends unchanged (R3).
    pub fields: FieldSet,
    /// What had no effect.
    pub ignored: Vec<Ignored>,
    /// Does the client name the site under [`TUTORIAL_SITE_URN`](crate::schema::TUTORIAL_SITE_URN)? It reads it
    /// back only there.
    pub tutorial_site_urn: bool,
}

impl UserResource {
    /// A new user from the body of a POST.
    ///
    /// # Errors
    /// `invalidValue`: no `userName`, or a value that its attribute cannot hold.
    pub fn from_post(body: &Object, leniency: Leniency) -> Result<Written, ScimError> {
        let mut editor = Editor::new(Object::new(), leniency);
        editor.merge(Op::Add, body)?;
        editor.finish(None)
    }

    /// The user that a PUT makes of `current`. What the body leaves out is cleared, but for `active` and the site,
    /// which keep their value.
    ///
    /// # Errors
    /// As of [`from_post`](Self::from_post).
    pub fn from_put(body: &Object, current: &Self, leniency: Leniency) -> Result<Written, ScimError> {
        let kept: Object = current
            .attributes
            .iter()
            .filter(|(name, _)| [SITE_EXTENSION.urn, "active"].contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let mut editor = Editor::new(kept.clone(), leniency);
        editor.merge(Op::Add, body)?;
        // In a PUT no value means left out (RFC 7643 §2.5), so it does not take the site away either.
        editor.restore_missing(kept);
        editor.finish(Some(current))
    }

    /// What differs from `before`, by path: from nothing, for a new user (R31).
    #[must_use]
    pub fn changes_since(&self, before: Option<&Self>) -> Vec<Change> {
        let nobody = Object::new();
        changes::between(before.map_or(&nobody, |user| &user.attributes), &self.attributes)
    }

    /// The attributes, in canonical spelling.
    #[must_use]
    pub const fn attributes(&self) -> &Object {
        &self.attributes
    }

    /// What Rollcall keeps in fields of its own.
    #[must_use]
    pub fn mapped(&self) -> MappedAttributes {
        MappedAttributes::read(&self.attributes)
    }
}
