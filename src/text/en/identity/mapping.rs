//! The sentences of the attribute mapping.

use api::provisioning_mapping::ShownIn;

use crate::text::common::sentences;
use crate::text::number;

sentences! {
    title = "Attribute mapping";
    lead = "What the identity provider sends, and where it goes. An app that is set up for these attributes works here unchanged.";
    source = "Microsoft Entra ID attribute";
    scim = "SCIM attribute";
    also = "also accepted:";
    field = "Field here";
    who = "Who changes it";
    value = "Example";
    sent = "Sent for";
    who_provider = "The identity provider only";
    who_sent = "The identity provider, once it has sent it";
    who_once = "Whoever sets it first; it cannot be changed";
    hidden = "Stored, not shown";
    directory_only = "Stored, not shown; in the company directory only";
    not_sent = "Not sent";
    nobody_title = "Nobody is managed by the identity provider yet";
    nobody_detail = "As soon as it has sent the first person, they are the example here.";
    search = "Search for another example";
    found = "Examples to choose from";
    no_match = "Nobody who is managed by the identity provider fits this search.";
    others = "Also sent, without a field here";
    no_others = "The identity provider has sent nothing else.";
    others_value = "It is kept, and returned over SCIM as it came.";
}

/// Whose values are shown.
#[must_use]
pub fn example(name: &str) -> String {
    ["Values of ", name].concat()
}

/// For how many of how many.
#[must_use]
pub fn of(n: u64, all: u64) -> String {
    [&number(n), " of ", &number(all)].concat()
}

/// Among how many was looked for other attributes.
#[must_use]
pub fn looked_at(people: u64) -> String {
    match people {
        1 => "Seen with the one person who was changed last.".to_owned(),
        n => ["Seen with the ", &number(n), " people who were changed last."].concat(),
    }
}

/// What stands for a value that is not shown (R21).
#[must_use]
pub const fn not_shown(shown_in: ShownIn) -> &'static str {
    match shown_in {
        ShownIn::Directory => directory_only(),
        ShownIn::Console | ShownIn::Nowhere => hidden(),
    }
}
