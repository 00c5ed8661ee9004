//! Signing in and out, passwords, and the sessions of a person.

mod devices;
mod limits;
mod own;
mod password_links;
mod people;
mod sign_in;
