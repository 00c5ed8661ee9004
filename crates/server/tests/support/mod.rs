//! A server in the process of the test, on a loopback port, with a clock that the test moves and ids that count.
//!
//! Tests of behaviour that the database takes part in run on both, by [`both!`](crate::both):
//! ```ignore
//! both! {
//!     async fn r7_a_deactivated_user_is_signed_out_at_once(server: &Server) {
//!         let contoso = server.organization("contoso").await;
//!         let ada = contoso.person("ada", Role::Admin).await;
//!         …
//!     }
//! }
//! ```

use std::time::Duration;

mod caller;
mod clock;
mod dns;
pub mod idp;
mod logs;
mod organization;
mod server;

pub use caller::{Answer, Caller};
pub use clock::{CountingIds, TestClock};
pub use dns::TestDns;
pub use organization::{Organization, PASSWORD, Person};
pub use server::Server;

/// The longest that a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until `is_so`.
pub async fn until<F: Future<Output = bool>>(is_so: impl Fn() -> F) {
    let wait = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap();
}

/// Makes two tests of each function: one on SQLite, one on PostgreSQL.
#[macro_export]
macro_rules! both {
    ($($(#[$attribute:meta])* async fn $name:ident($server:ident: &Server) $body:block)+) => {
        $(
            $(#[$attribute])*
            async fn $name($server: &$crate::support::Server) $body

            mod $name {
                use $crate::support::Server;

                #[tokio::test]
                async fn sqlite() {
                    let server = Server::on_sqlite().await;
                    super::$name(&server).await;
                    server.stop().await;
                }

                #[tokio::test]
                async fn postgres() {
                    let server = Server::on_postgres().await;
                    super::$name(&server).await;
                    server.stop().await;
                }
            }
        )+
    };
}
