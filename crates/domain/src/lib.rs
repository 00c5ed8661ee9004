//! The rules R1-R33 of Rollcall: pure, without I/O, the same code in the server and in the browser.
//!
//! The server refuses with a [`Reason`]; the console words the same [`Reason`] beforehand. Nothing here
//! knows of HTTP, SCIM, SQL or HTML.
//!
//! | Module | Rules |
//! |---|---|
//! | [`ownership`] | R1-R5: who manages a user, and which fields are locked |
//! | [`life_cycle`] | R6-R10, R32: activation, deactivation, deletion, and who gives whom which role |
//! | [`guard`] | R7: unusually many deactivations at once are told |
//! | [`sites`] | R11-R15 |
//! | [`licenses`] | R16-R18: plans and their seats |
//! | [`provisioning`] | R29, R30: identity providers, retrieval scope |
//! | [`provisioning_log`], [`provisioning_cause`] | R31: what a request came to, why it was refused, where to mend it |
//! | [`preview`] | R5, R9, R10, R30: what the first synchronization will do to whom |
//! | [`mapping`] | R2, R3, R21: which attribute of the identity provider is which field |
//! | [`jobs`] | work on many people: what it is, how far it is, what of it can be undone |
//! | [`row_fault`] | why a row of a job is not done as it stands |
//! | [`sso`] | R23-R28: providers of single sign-on, what is checked of a sign-in, certificates and their end |
//! | [`applications`] | R34: applications that people sign in to through Rollcall, and where they may send browsers |
//! | [`rights`] | R32: roles and the rights they carry |
//! | [`views`] | saved views and settings of one's own |
//! | [`validation`] | what a username, a name, a slug, a password may look like |

pub mod applications;
#[cfg(feature = "fold")]
pub mod fold;
pub mod guard;
pub mod ids;
pub mod jobs;
pub mod licenses;
pub mod life_cycle;
mod lower;
pub mod mapping;
pub mod ownership;
pub mod preview;
pub mod provisioning;
pub mod provisioning_cause;
pub mod provisioning_log;
pub mod reason;
pub mod rights;
pub mod row_fault;
pub mod sites;
pub mod sso;
mod tagged;
pub mod timestamp;
pub mod validation;
pub mod views;
pub mod webhooks;

pub use applications::ApplicationKind;
pub use ids::{
    ApiTokenId, ApplicationId, DeliveryId, EventId, GroupId, ImportId, JobId, LicenseRuleId, LogId, OrgId,
    PlanId, RevisionId, SecretId, SessionId, SignInId, SiteId, TokenId, UserId, ViewId, WebhookId,
};
pub use jobs::{JobKind, JobState, RowState};
pub use life_cycle::Status;
pub use ownership::{Field, FieldSet, Lock, ManagedBy, Ownership};
pub use provisioning::{IdentityProvider, RetrievalScope};
pub use provisioning_cause::{Cause, Screen};
pub use provisioning_log::{Effect, Operation, Outcome, ResourceKind};
pub use reason::Reason;
pub use rights::{Right, Role};
pub use row_fault::RowFault;
pub use timestamp::Timestamp;
pub use webhooks::{DeliveryState, WebhookEvent};
