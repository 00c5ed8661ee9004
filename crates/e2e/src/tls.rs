//! TLS before Rollcall, as a proxy gives it in production: `idp/tls.mjs`, in a process of its own.

use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::process::Process;

/// A proxy that takes TLS off.
#[derive(Debug)]
pub struct Tls {
    /// Where browsers come in: `https://localhost:<port>`.
    pub url: String,
    told_at: String,
    _process: Process,
}

impl Tls {
    /// Starts one that leads nowhere yet.
    ///
    /// # Errors
    /// When node or openssl is missing.
    pub async fn start() -> Outcome<Self> {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("idp/tls.mjs");
        let process = Process::start(Command::new("node").arg(program))?;
        let (url, told_at) = process
            .line("the address of the proxy", |line| {
                let (url, told_at) = line.strip_prefix("TLS on ")?.split_once(" told at ")?;
                Some((url.to_owned(), told_at.to_owned()))
            })
            .await?;
        Ok(Self { url, told_at, _process: process })
    }

    /// From now on it leads to what listens at `url`.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn leads_to(&self, url: &str) -> Outcome {
        let told = reqwest::Client::new().post(&self.told_at).body(url.to_owned()).send().await?;
        told.error_for_status()?;
        Ok(())
    }
}
