//! Making a user.

use crate::text::common::sentences;

sentences! {
    lead = "For people whom no identity provider creates. They are managed in Rollcall until an identity provider takes them over.";
    username_hint = "What they sign in with. A work email address is a good choice.";
    email_hint = "Taken from the username as long as that is an email address.";
    no_sites = "There are no sites yet. You can set one later, on the user's page.";
    directory = "Show in the company directory";
    directory_hint = "Colleagues see name, job title, department, site and numbers.";
    submit = "Create user";
    optional_section = "Work and contact";
    optional_detail = "All optional. You can fill this in later.";
    identity_section = "Identity";
}

/// Announced after the user was made.
#[must_use]
pub fn created(name: &str) -> String {
    [name, " was created."].concat()
}
