//! One folder a page of the console.

pub mod admins;
pub mod applications;
pub mod audit;
pub mod directory;
pub mod home;
pub mod identity;
pub mod jobs;
pub mod licenses;
pub mod me;
pub mod not_found;
pub mod provisioning;
pub mod set_password;
pub mod setup;
pub mod sign_in;
pub mod sites;
pub mod users;
pub mod webhooks;
