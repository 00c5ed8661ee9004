//! Signing in and out, passwords, and the sessions of a person.

mod devices;
mod limits;
mod own;
mod own_password;
mod password_links;
mod people;
mod sign_in;
