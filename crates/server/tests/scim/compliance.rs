//! What an independent check of SCIM servers says (scim2-cli, which `cargo xtask test` installs).

use std::process::{Command, Stdio};

use super::client::*;
use crate::users::world::*;

// The sites are checked by tests of our own: they cannot be taken away again (R12), which the check would do. Without sites
// none is advertised.
on_both! {
    async fn scim2_cli_finds_nothing_wrong(w: &World) {
        let entra = Idp::connect(w).await;
        let program = std::env::var("SCIM2_CLI").expect("`cargo xtask test server` installs scim2-cli and names it in SCIM2_CLI");
        let header = format!("Authorization: {}", entra.authorization.as_deref().unwrap());
        let url = format!("{}{}", w.url, entra.base);
        let check = tokio::task::spawn_blocking(move || {
            let mut command = Command::new(program);
            command.arg("test").env("SCIM_CLI_URL", url).env("SCIM_CLI_HEADERS", header).stdin(Stdio::null());
            command.output().unwrap()
        });
        let output = check.await.unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.matches("SUCCESS").count() > 100, "{said}");
        assert!(output.status.success(), "{}", said.lines().filter(|l| !l.starts_with("SUCCESS")).collect::<Vec<_>>().join("\n"));
    }
}
