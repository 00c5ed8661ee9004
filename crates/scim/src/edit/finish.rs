//! The end of a write: what holds of a user as a whole, whatever the request was.

use serde_json::Value;

use super::elements::tidy;
use super::{Editor, Ignored, IgnoredReason};
use crate::resource::Written;
use crate::schema::{Attribute, USER};
use crate::{ScimError, ScimType, UserResource, soft_delete};

impl Editor {
    /// Checks and tidies the attributes. `before` is the user that they were, for an existing one.
    pub(crate) fn finish(mut self, before: Option<&UserResource>) -> Result<Written, ScimError> {
        for attribute in USER.attributes.iter().filter(|attribute| attribute.multi_valued) {
            self.tidy_list(attribute);
        }
        self.attributes.retain(|_, value| value.as_object().is_none_or(|object| !object.is_empty()));
        let user_name = self.attributes.get("userName").and_then(Value::as_str);
        if user_name.is_none_or(|name| name.trim().is_empty()) {
            let error =
                ScimError::value("userName is missing or empty. Every user needs one: correct its mapping.");
            return Err(error.about("userName", "a userName", &Value::Null));
        }
        let mut resource = UserResource { attributes: self.attributes };
        if let Some(before) = before {
            keep_active(before, &mut resource, &mut self.ignored);
            keep_site(before, &resource)?;
            if soft_delete::keep_user_name(before, &mut resource) {
                self.ignored.push(Ignored::new("userName", IgnoredReason::SoftDeleteRename));
            }
        }
        let changes = resource.changes_since(before);
        Ok(Written {
            resource,
            changes,
            fields: self.fields,
            ignored: self.ignored,
            tutorial_site_urn: self.tutorial_site_urn,
        })
    }

    fn tidy_list(&mut self, attribute: &'static Attribute) {
        let Some(Value::Array(list)) = self.attributes.remove(attribute.name) else { return };
        let list = tidy(attribute, list, &mut self.ignored);
        if !list.is_empty() {
            self.attributes.insert(attribute.name.to_owned(), Value::Array(list));
        }
    }
}

/// A user is active or not. What takes `active` away, or leaves it out of a PUT, keeps it as it was: no one meant to
/// lock somebody out by that, or to let them in.
fn keep_active(before: &UserResource, after: &mut UserResource, ignored: &mut Vec<Ignored>) {
    if let (Some(was), None) = (before.attributes.get("active"), after.attributes.get("active")) {
        after.attributes.insert("active".to_owned(), was.clone());
        ignored.push(Ignored::new("active", IgnoredReason::ActiveStays));
    }
}

/// R12: a site that is set cannot be taken away. Whether another *name* is another site only the server knows (R13).
fn keep_site(before: &UserResource, after: &UserResource) -> Result<(), ScimError> {
    match before.mapped().site {
        Some(site) if after.mapped().site.is_none() => {
            let detail = format!("The site is {site}, and a site cannot be taken away once it is set.");
            Err(ScimError::of(ScimType::Mutability, detail).about("site", site, &Value::Null))
        }
        _ => Ok(()),
    }
}
