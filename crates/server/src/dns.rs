//! Looking names up in the DNS, injected: tests hold the records themselves.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::RData;

/// How long the DNS may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Looks TXT records up.
#[async_trait]
pub trait Dns: Debug + Send + Sync {
    /// The texts of that name; none when there is no such name, or nobody answers.
    async fn txt(&self, name: &str) -> Vec<String>;
}

/// The resolver that the machine is set up with.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDns;

#[async_trait]
impl Dns for SystemDns {
    async fn txt(&self, name: &str) -> Vec<String> {
        let lookup = async {
            let resolver = TokioResolver::builder_tokio().ok()?.build().ok()?;
            // With a dot at the end: the machine's own search domains are not tried.
            let found = resolver.txt_lookup(format!("{name}.")).await.ok()?;
            Some(found)
        };
        let found = tokio::time::timeout(PATIENCE, lookup).await.ok().flatten();
        let Some(found) = found else { return Vec::new() };
        let records = found.answers().iter().filter_map(|record| match &record.data {
            RData::TXT(txt) => Some(String::from_utf8_lossy(&txt.txt_data.concat()).into_owned()),
            _ => None,
        });
        records.collect()
    }
}
