//! Single sign-on: the settings, and the way in.

mod emergency;
mod logout;
mod revisions;
mod sign_in;
mod testing;
mod watch;
