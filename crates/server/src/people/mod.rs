//! What can be done to people: one function an act, each one transaction with its rules, its entry in the audit log
//! (R33), its announcement on the change feed and, on deactivation, the end of the person's sessions (R7).
//!
//! REST ([`crate::admin`]), SCIM ([`crate::scim`]) and the command line all go through here, so that no rule is
//! kept by one of them only. An act that changes nothing writes nothing: no version, no entry, no announcement.
//!
//! | Who | What |
//! |---|---|
//! | a person in the console | [`create`], [`edit`], [`set_status`], [`set_role`], [`delete`], [`create_password_link`], [`reactivate`] |
//! | a rule that gives licences | [`give_by_rule`] |
//! | a job of theirs | [`Batch`] and [`create_all`]: many in one transaction, by the same rules; [`Judge`]: without writing |
//! | the identity provider | [`create_from_idp`], [`write_from_idp`], [`tombstone`] |

mod act;
mod batch;
mod changes;
mod create;
mod edit;
pub mod emergency;
mod error;
mod form;
mod judge;
mod license;
mod life_cycle;
mod password_link;
mod provider;
mod provider_write;
mod reactivate;
mod role;
mod view;
mod write;

pub use act::{Act, Who};
pub use batch::{Batch, Done, Tried};
pub use changes::value as field_value;
pub use create::{NewIds, NewPerson, create, create_all};
pub use edit::edit;
pub use error::Error;
pub use form::on_its_field;
pub use judge::{Judge, Judged, Seats};
pub use license::give_by_rule;
pub use life_cycle::{delete, set_status};
pub use password_link::create_password_link;
pub use provider::{create_from_idp, tombstone, write_from_idp};
pub use provider_write::{Current, Outcome, Provided, Written};
pub use reactivate::reactivate;
pub use role::set_role;
pub use view::{view, view_all};
pub use write::display_name;
