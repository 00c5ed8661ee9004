//! The groups of a user.

use crate::text::common::sentences;

sentences! {
    title = "Groups";
    detail = "The groups that the identity provider sends. They grant nothing in Rollcall.";
    none_title = "In no group";
    none_detail = "The identity provider has sent no group with this person. Group provisioning is optional.";
}
