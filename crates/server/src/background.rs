//! The tasks that work beside requests, whether they still do, and whether the server is about to stop: for `/readyz`.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::task::{AbortHandle, JoinHandle};

/// A task of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Reads the change feed for the browsers that watch.
    ChangeFeed,
    /// Writes the provisioning log.
    ProvisioningLog,
    /// Works on jobs.
    Jobs,
    /// Gives licences by rules.
    LicenseRules,
    /// Looks at certificates and metadata of single sign-on.
    SingleSignOn,
    /// Tells webhooks of changes.
    Webhooks,
    /// Deletes what is no longer needed.
    Tidying,
}

impl Task {
    /// Its name in metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChangeFeed => "change_feed",
            Self::ProvisioningLog => "provisioning_log",
            Self::Jobs => "jobs",
            Self::LicenseRules => "license_rules",
            Self::SingleSignOn => "single_sign_on",
            Self::Webhooks => "webhooks",
            Self::Tidying => "tidying",
        }
    }

    /// What no longer happens when it has ended.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ChangeFeed => "Live updates have ended.",
            Self::ProvisioningLog => "The provisioning log is no longer written.",
            Self::Jobs => "Jobs are no longer worked on.",
            Self::LicenseRules => "Licences are no longer given by rules.",
            Self::SingleSignOn => "Certificates and metadata of single sign-on are no longer looked at.",
            Self::Webhooks => "Webhooks are no longer told of changes.",
            Self::Tidying => "What is no longer needed is no longer deleted.",
        }
    }
}

/// The tasks of one server.
#[derive(Debug, Default)]
pub struct Background {
    tasks: Mutex<BTreeMap<Task, AbortHandle>>,
    stopping: AtomicBool,
}

impl Background {
    /// Starts `work` as `task`.
    pub fn start(&self, task: Task, work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        let handle = tokio::spawn(work);
        self.lock().insert(task, handle.abort_handle());
        handle
    }

    /// Ends a task where it stands.
    pub fn abort(&self, task: Task) {
        if let Some(handle) = self.lock().get(&task) {
            handle.abort();
        }
    }

    /// All that were started, and whether each still runs.
    #[must_use]
    pub fn tasks(&self) -> Vec<(Task, bool)> {
        self.lock().iter().map(|(task, handle)| (*task, !handle.is_finished())).collect()
    }

    /// The server is told to stop: `/readyz` says so from now on.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Was it told to stop?
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Task, AbortHandle>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
