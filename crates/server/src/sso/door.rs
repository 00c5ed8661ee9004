//! How many answers of identity providers are looked at, at once and from one place: anybody can post to the Reply URL.

use std::num::NonZeroU32;
use std::sync::Arc;

use domain::OrgId;
use saml::{IdentityProvider, Pending, Report, SamlVerifier, ServiceProvider, Verifier};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::clock::Clock;
use crate::http::Failure;
use crate::session::attempts::too_many;
use crate::session::limit::Limit;

/// Answers a second from one network address, where a whole company may be behind one, and at once.
const BY_ADDRESS: (NonZeroU32, NonZeroU32) =
    (NonZeroU32::new(50).expect("50 is not zero"), NonZeroU32::new(500).expect("500 is not zero"));
/// Answers to no request that are written down, a second and at once: what floods the Reply URL does not flood the log.
const UNASKED: (NonZeroU32, NonZeroU32) =
    (NonZeroU32::new(1).expect("1 is not zero"), NonZeroU32::new(100).expect("100 is not zero"));

/// The limits, and the turns of those who verify.
pub struct Door {
    by_address: Limit,
    unasked: Limit,
    turns: Arc<Semaphore>,
}

impl Door {
    /// Open.
    #[must_use]
    pub fn new(clock: &Arc<dyn Clock>) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, Into::into);
        Self {
            by_address: Limit::new(clock.clone(), BY_ADDRESS.0, BY_ADDRESS.1),
            unasked: Limit::new(clock.clone(), UNASKED.0, UNASKED.1),
            turns: Arc::new(Semaphore::new(processors)),
        }
    }

    /// One more answer from `address`.
    ///
    /// # Errors
    /// `too_many_attempts`.
    pub fn enter(&self, address: &str) -> Result<(), Failure> {
        self.by_address.check(address).map_err(too_many)
    }

    /// Is an answer to no request of this organization still written down?
    pub fn writes_down(&self, org: OrgId) -> bool {
        self.unasked.check(&org.to_string()).is_ok()
    }

    /// Verifies, beside the threads that serve requests, and as many at once as there are processors.
    ///
    /// # Errors
    /// Verifying panicked.
    pub async fn verify(&self, question: Question) -> Result<Report, Failure> {
        let turn = self.turns.clone().acquire_owned().await.map_err(|error| Failure::internal(&error))?;
        let verified = spawn_blocking(move || {
            let Question { sp, idp, pending, form, now } = question;
            let report = Verifier.verify(&sp, &idp, pending.as_ref(), &form, now);
            drop(turn);
            report
        });
        verified.await.map_err(|error| Failure::internal(&error))
    }
}

/// What is to be verified.
pub struct Question {
    /// Rollcall.
    pub sp: ServiceProvider,
    /// The identity provider.
    pub idp: IdentityProvider,
    /// The request that it answers.
    pub pending: Option<Pending>,
    /// The body of the form.
    pub form: axum::body::Bytes,
    /// Now.
    pub now: domain::Timestamp,
}
