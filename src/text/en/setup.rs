//! First run.

use super::common::sentences;

sentences! {
    title = "Set up Rollcall";
    lead = "Create your organization and its first owner. You can sign in as soon as this is done.";
    organization = "Organization";
    organization_name = "Name of the organization";
    slug = "Short name";
    owner = "Owner";
    owner_detail = "The owner may do everything. Keep this account local: it is the way in when your identity provider is not.";
    first_name = "First name";
    last_name = "Last name";
    email = "Email";
    username = "Username";
    username_hint = "What you will sign in with. Your email address is a good choice.";
    password = "Password";
    submit = "Create the organization";
    dead_detail = "It was used already, or it has expired. Restart the server to get a new one, or sign in if your organization exists already.";
    done = "Your organization is ready.";
}

/// What the short name is for.
#[must_use]
pub fn slug_hint(slug: &str) -> String {
    let slug = if slug.is_empty() { "contoso" } else { slug };
    ["Part of addresses such as /scim/", slug, "/v2. It cannot be changed later."].concat()
}
