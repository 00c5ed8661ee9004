//! Signing in and out, passwords, and the sessions of a person.

mod own;
