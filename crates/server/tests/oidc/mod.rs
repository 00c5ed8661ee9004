//! The OpenID Connect provider, over HTTP (R34).

mod authorize;
mod client;
mod discovery;
mod endings;
mod keys;
mod logout;
mod refresh;
mod revoke;
mod token;
mod userinfo;
mod world;
