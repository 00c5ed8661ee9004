//! The DNS, in the hands of the test.

use std::collections::HashMap;
use std::sync::Mutex;

use server::dns::Dns;

/// Knows what the test has written into it.
#[derive(Debug, Default)]
pub struct TestDns(Mutex<HashMap<String, Vec<String>>>);

impl TestDns {
    /// Adds a TXT record.
    pub fn add(&self, name: &str, text: &str) {
        self.0.lock().unwrap().entry(name.to_owned()).or_default().push(text.to_owned());
    }
}

#[async_trait::async_trait]
impl Dns for TestDns {
    async fn txt(&self, name: &str) -> Vec<String> {
        self.0.lock().unwrap().get(name).cloned().unwrap_or_default()
    }
}
