//! The `rollcall` binary as a library: REST API, SCIM service provider, sessions, live updates, the console's files.
//!
//! | Module | What |
//! |---|---|
//! | [`http`] | the frame: what happens before and after a handler |
//! | [`admin`] | the handlers of the REST API, a file an operation |
//! | [`scim`] | the SCIM service provider |
//! | [`oidc`] | the OpenID Connect provider: applications sign people in through it |
//! | [`people`] | what both do to people |
//! | [`session`], [`passwords`], [`links`], [`secret`] | who is signed in, and how they got there |
//! | [`events`] | live updates |
//! | [`jobs`] | work on many people, which goes on without a request |
//! | [`provisioning_log`] | what the identity provider asked for |
//! | [`license_rules`] | licences that are given by rules |
//! | [`audit`], [`refusals`] | who did what, and who may not |
//! | [`backup`] | back-ups of the embedded database, and their schedule |
//! | [`mail`] | letters, where there is a mail server |
//! | [`metrics`], `traces`, [`health`], [`background`] | for whoever watches over the server |
//! | [`csv`] | files of comma-separated values, in both directions |
//! | [`assets`], [`security`], [`router`], [`connections`], [`serve`] | files, headers, all routes, the listener, start and stop |
//! | [`cli`] | the commands |

pub mod admin;
pub mod app;
pub mod assets;
pub mod audit;
pub mod audit_seals;
pub mod background;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod connections;
pub mod csv;
pub mod dns;
pub mod events;
pub mod health;
pub mod http;
pub mod ids;
pub mod jobs;
pub mod license_rules;
pub mod limits;
pub mod links;
pub mod mail;
pub mod metrics;
pub mod oidc;
pub mod openapi;
pub mod organization;
pub mod outbound;
pub mod passwords;
pub mod people;
pub mod provisioning_log;
pub mod refusals;
pub mod router;
pub mod scim;
pub mod secret;
pub mod security;
pub mod serve;
pub mod session;
pub mod sso;
#[cfg(feature = "opentelemetry")]
pub mod traces;
pub mod vault;
pub mod webhooks;
