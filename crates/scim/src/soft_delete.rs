//! The guard against the rename with which Entra frees the username of a person in its recycle bin: 32 hexadecimal
//! digits (the object id) before the old one. Taken as a rename, it would free the username here as well, and the
//! next sign-in or restore would make a second person of the same name.

use domain::fold::fold;

use crate::UserResource;

/// Digits of the object id, without hyphens.
const OBJECT_ID: usize = 32;

/// Undoes such a rename of a user who is inactive after the request. Did it?
pub(crate) fn keep_user_name(before: &UserResource, after: &mut UserResource) -> bool {
    let old = before.mapped().user_name;
    let new = after.mapped();
    let renamed = new.active == Some(false) && is_mangled(&new.user_name, &old);
    if renamed {
        after.attributes.insert("userName".to_owned(), old.into());
    }
    renamed
}

/// Is `new` an object id and then `old`?
#[must_use]
pub fn is_mangled(new: &str, old: &str) -> bool {
    let Some((id, rest)) = new.split_at_checked(OBJECT_ID) else { return false };
    id.bytes().all(|b| b.is_ascii_hexdigit()) && !rest.is_empty() && fold(rest) == fold(old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_object_id_before_the_same_username_is_the_recycle_bin() {
        let id = "0a21f0f2a5e04ea2bb2ab6ef9d3c1f10";
        assert!(is_mangled(&format!("{id}ada@contoso.com"), "Ada@Contoso.com"));
        assert!(is_mangled(&format!("{}ada@contoso.com", id.to_uppercase()), "ada@contoso.com"));
        for new in [
            "ada@contoso.com".to_owned(),
            format!("{id}eve@contoso.com"),
            format!("{}ada@contoso.com", &id[..31]),
            format!("{}gada@contoso.com", &id[..31]),
            id.to_owned(),
            String::new(),
            "é".repeat(40),
        ] {
            assert!(!is_mangled(&new, "ada@contoso.com"), "{new}");
        }
    }
}
