//! The list of users.

use crate::text::common::sentences;
use crate::text::{count, number};

sentences! {
    search_placeholder = "Search name, username, email, number";
    status = "Status";
    managed_by = "Managed by";
    site = "Site";
    unknown_site = "A site that is gone";
    name = "Name";
    last_sign_in = "Last sign-in";
    sort_by = "Sort by";
    page_size = "Users on a page";
    clear_filters = "Clear search and filters";
    filters = "Search and filters";
    none_title = "No users yet";
    none_detail = "Let your identity provider create them: switch on user provisioning, and people appear here within seconds. Or add the first user by hand.";
    set_up_provisioning = "Set up provisioning";
    no_match_title = "No user matches";
    no_match_detail = "Nobody fits this search together with these filters. Try fewer letters, or clear the filters.";
    page_gone_title = "This page of the list is gone";
    page_gone_detail = "The link to it is old, or the filters have changed since. The list itself is as it was.";
    to_first_page = "Go to the first page";
    stale = "The list could not be brought up to date. What you see may be old.";
    sort_name = "Name, A to Z";
    sort_name_descending = "Name, Z to A";
    sort_username = "Username, A to Z";
    sort_email = "Email, A to Z";
    sort_status = "Status, active first";
    sort_managed_by = "Managed by";
    sort_site = "Site, A to Z";
    sort_last_sign_in = "Last sign-in, newest first";
    sort_other = "Another order";
    sort_created = "Created, newest first";
}

/// How many are listed, announced after each search; `more`: there are more than `total`.
#[must_use]
pub fn found(total: u64, more: bool, filtered: bool) -> String {
    let users = [if more { "More than " } else { "" }, &count(total, "user", "users")].concat();
    if filtered { [users.as_str(), if total == 1 { " matches" } else { " match" }].concat() } else { users }
}

/// `25 per page`.
#[must_use]
pub fn per_page(n: u32) -> String {
    [&number(u64::from(n)), " per page"].concat()
}
