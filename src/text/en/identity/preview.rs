//! The sentences of the preview before the first synchronization.

use domain::preview::{Fate, Likeness, MAX_USERNAMES};

use crate::text::common::sentences;
use crate::text::{count, number};

sentences! {
    title = "Preview the first synchronization";
    lead = "See beforehand whom your identity provider will link, create or be refused for. Nothing is changed, and the list is not kept.";
    link = "Preview";
    link_title = "Before the first synchronization";
    link_detail = "Compare the list of users of your identity provider with the users who are here, and put usernames right that differ.";
    list = "The list of users";
    list_how = "In the Microsoft Entra admin center: Users › All users › Download users. In Okta: Reports › People, or the users of the app as CSV.";
    upload = "Upload a CSV file";
    drop_here = "or drop the file here, or paste its content below";
    paste = "Content of the file";
    paste_hint = "The first line names the columns, such as userPrincipalName or login. At most 5 MB and 50,000 people.";
    run = "Preview";
    again = "Preview again";
    too_large = "The file is larger than 5 MB. Split it, and preview the parts.";
    unreadable = "The browser could not read this file. Choose it again.";
    nothing_pasted = "Upload a file, or paste a list first.";
    failed = "The list was not compared";
    none_title = "No list yet";
    none_detail = "Upload or paste the list above. Each person is shown with what will happen to them, and why.";
    results = "What will happen";
    differs = "Username differs";
    unread = "Unreadable lines";
    nobody = "There is nobody of this kind.";
    hidden_title = "Nobody will be linked";
    hidden_detail = "User retrieval is set to “Only users created by the identity provider”, so it does not see local users. To link them, choose “All users” under Advanced settings, then preview again.";
    hidden_reason = "While local users are hidden, a username that is put right becomes a conflict. Choose “All users” under Advanced settings first.";
    person = "Person";
    line = "Line";
    why = "Why, and what to do";
    here = "Username here";
    there = "Username in the list";
    outcome = "Outcome";
    differs_detail = "These people would be created as new users, but are probably here already. Check each one: putting the username right lets the identity provider find them.";
    all = "Choose all local users";
    none_chosen = "Choose at least one user.";
    put_right = "Put right";
    managed = "Managed by the identity provider: change the username there.";
    new_tab = "(opens in a new tab)";
}

/// What happens to somebody, as a tab.
#[must_use]
pub const fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Linked => "Will be linked",
        Fate::Managed => "Managed already",
        Fate::Created => "Will be created",
        Fate::Conflict => "Conflict",
        Fate::LocalOnly => "Only here",
    }
}

/// A tab with its number.
#[must_use]
pub fn tab(name: &str, n: u64) -> String {
    [name, " ", &number(n)].concat()
}

/// By what two people seem to be the same.
#[must_use]
pub const fn likeness(by: Likeness) -> &'static str {
    match by {
        Likeness::Email => "Same email",
        Likeness::Name => "Same name",
    }
}

/// Announced after a list was compared.
#[must_use]
pub fn compared(people: u64) -> String {
    [&count(people, "person was", "people were"), " compared."].concat()
}

/// Not all rows are shown.
#[must_use]
pub fn first_of(shown: u64, all: u64) -> String {
    ["The first ", &number(shown), " of ", &number(all), " are shown."].concat()
}

/// A check box.
#[must_use]
pub fn choose(name: &str) -> String {
    ["Choose ", name].concat()
}

/// The button that puts usernames right.
#[must_use]
pub fn put_right_button(n: usize) -> String {
    if n == 0 {
        return "Put usernames right".to_owned();
    }
    let first = if n > MAX_USERNAMES { "the first " } else { "" };
    ["Put ", first, &count(n.min(MAX_USERNAMES) as u64, "username", "usernames"), " right"].concat()
}

/// Announced after usernames were put right.
#[must_use]
pub fn put_right_of(done: u64, refused: u64) -> String {
    let done = [&count(done, "username was", "usernames were"), " put right"].concat();
    match refused {
        0 => [&done, "."].concat(),
        n => [&done, ", ", &number(n), " refused: the reason is beside each."].concat(),
    }
}
