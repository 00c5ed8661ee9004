//! What the operator decides.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::backup::schedule::Schedule;
use crate::connections::Patience;
use crate::dns::Dns;
use crate::mail::Mail;
use crate::metrics::MetricsToken;
use crate::vault::SecretKey;

/// The configuration of a server.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Where people reach it, without a slash at the end: `https://rollcall.contoso.com`.
    pub public_url: String,
    /// Take the client's address from the last entry of `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Serve the console from this folder, and not from the binary.
    pub console_dir: Option<PathBuf>,
    /// The way to the mail server, where there is one.
    pub mail: Option<Mail>,
    /// Metadata of identity providers may be fetched from within the network, and without TLS.
    pub allow_private_metadata: bool,
    /// Webhooks may go to addresses within the network, and without TLS.
    pub allow_private_webhooks: bool,
    /// When and where the embedded database is backed up by itself.
    pub backups: Option<Schedule>,
    /// Looks names up in the DNS; the system's resolver when there is none.
    pub dns: Option<Arc<dyn Dns>>,
    /// What stored secrets are encrypted with; the first one encrypts, all decrypt.
    pub secret_keys: Vec<SecretKey>,
    /// What readers of the metrics have to show.
    pub metrics_token: Option<MetricsToken>,
    /// The metrics have a listener of their own, and are not on the main port.
    pub metrics_elsewhere: bool,
    /// Requests of identity providers each second, by organization; no limit when there is none.
    pub scim_per_second: Option<u32>,
    /// How long others may take to ask.
    pub patience: Patience,
    /// How long it goes on serving when it is told to stop, while `/readyz` says that it will.
    pub drain: Duration,
}

impl Config {
    /// The browser reaches it over TLS: cookies are `Secure`, and HSTS is sent.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
