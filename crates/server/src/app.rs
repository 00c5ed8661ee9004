//! What every request can reach.

use std::sync::Arc;

use domain::Timestamp;
use store::Store;

use crate::assets::Assets;
use crate::background::Background;
use crate::clock::Clock;
use crate::config::Config;
use crate::dns::{Dns, SystemDns};
use crate::events::Hub;
use crate::http::InFlight;
use crate::ids::Ids;
use crate::jobs::Jobs;
use crate::license_rules::LicenseRules;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::provisioning_log::ProvisioningLog;
use crate::refusals::Refusals;
use crate::session::attempts::Attempts;
use crate::sso::door::Door;
use crate::vault::Vault;

/// [`App`], shared.
pub type AppState = Arc<App>;

/// The parts of a running server.
pub struct App {
    /// The database. Handlers of signed-in people reach it through their `Call`, which is bound to one organization.
    pub(crate) store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub ids: Arc<dyn Ids>,
    /// What the operator decides.
    pub config: Config,
    /// Who watches for changes.
    pub events: Hub,
    /// Password hashing.
    pub passwords: Passwords,
    /// Failed sign-ins.
    pub attempts: Attempts,
    /// What was refused, in the log.
    pub refusals: Refusals,
    /// How often something may be asked for.
    pub limits: Arc<Limits>,
    /// The way into the provisioning log.
    pub provisioning_log: ProvisioningLog,
    /// The way to the task that works on jobs.
    pub jobs: Jobs,
    /// Wakes the rules that give licences.
    pub license_rules: LicenseRules,
    /// How many answers of identity providers are looked at.
    pub(crate) sso: Door,
    /// Looks names up in the DNS.
    pub dns: Arc<dyn Dns>,
    /// Encrypts what is stored and has to be read again.
    pub vault: Vault,
    /// What is counted.
    pub metrics: Metrics,
    /// The tasks that work beside requests.
    pub background: Background,
    pub(crate) in_flight: InFlight,
    pub(crate) assets: Assets,
}

impl App {
    /// The parts, ready to serve or to be used by a command.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>, config: Config) -> AppState {
        let assets = config.console_dir.as_deref().map_or_else(Assets::embedded, Assets::folder);
        let metrics = Metrics::new(&store, clock.now());
        let limits = Arc::new(Limits::new(store.clone(), config.scim_per_second, metrics.turned_away()));
        Arc::new(Self {
            attempts: Attempts::new(clock.clone(), store.clone(), limits.clone(), metrics.turned_away()),
            refusals: Refusals::new(clock.clone()),
            limits,
            store,
            metrics,
            background: Background::default(),
            sso: Door::new(&clock),
            clock,
            ids,
            dns: config.dns.clone().unwrap_or_else(|| Arc::new(SystemDns)),
            vault: Vault::new(config.secret_keys.clone()),
            config,
            events: Hub::default(),
            passwords: Passwords::default(),
            provisioning_log: ProvisioningLog::default(),
            jobs: Jobs::default(),
            license_rules: LicenseRules::default(),
            in_flight: InFlight::default(),
            assets,
        })
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id, for anything.
    #[must_use]
    pub fn new_id(&self) -> u128 {
        self.ids.id(self.now())
    }
}
