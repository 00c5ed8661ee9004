//! From the attributes that a request leaves to what [`crate::people`] writes.

use std::sync::atomic::{AtomicBool, Ordering};

use ::scim::Written;
use domain::Status;

use crate::people::Provided;
use crate::scim::failure::Failure;
use crate::scim::request::Call;

/// What the request makes of a person.
pub fn provided(written: &Written) -> Provided {
    let mapped = written.resource.mapped();
    Provided {
        username: mapped.user_name,
        external_id: mapped.external_id,
        first_name: mapped.given_name.unwrap_or_default(),
        last_name: mapped.family_name.unwrap_or_default(),
        email: mapped.email,
        job_title: mapped.title,
        department: mapped.department,
        personal_phone: mapped.mobile_phone,
        work_phone: mapped.work_phone,
        locale: mapped.locale,
        time_zone: mapped.timezone,
        status: Status::from_active(mapped.active.unwrap_or(true)),
        site: mapped.site,
        extra: written.resource.extra(),
        sent: written.fields,
    }
}

/// Whether a write named the site by the URN of Microsoft's tutorial: then the answers do so as well, from this one on.
#[derive(Default)]
pub struct TutorialSite(AtomicBool);

impl TutorialSite {
    /// Looks at what was written.
    pub fn see(&self, written: &Written) {
        self.0.fetch_or(written.tutorial_site_urn, Ordering::Relaxed);
    }

    /// Remembers it for the organization.
    pub async fn remember(&self, call: &mut Call) -> Result<(), Failure> {
        if !self.0.load(Ordering::Relaxed) || call.connection.tutorial_site_urn {
            return Ok(());
        }
        call.connection.tutorial_site_urn = true;
        let now = call.app.now();
        let remembered = call.app.store.write(call.connection.org, |tx| async move {
            let Some(before) = tx.provisioning().get().await? else { return Ok(()) };
            let after = store::Provisioning { legacy_site_urn: true, updated_at: now, ..before.clone() };
            tx.provisioning().update(&before, after).await?;
            Ok::<_, store::Error>(())
        });
        match remembered.await {
            // Another write was faster, most likely with the same. The person is stored already: if not, the next
            // write of a site remembers it.
            Ok(()) | Err(store::Error::Stale) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
