//! Reads what was typed of a site, and collects everything that is wrong with it at once.

use api::problem::FieldError;
use domain::validation::{self, Invalid};
use store::{Change, Site};

use crate::{audit, people};

/// Collects errors.
#[derive(Debug, Default)]
pub(super) struct Form(Vec<FieldError>);

impl Form {
    /// The name.
    pub(super) fn name(&mut self, text: &str, now: &mut String) {
        match validation::label(text) {
            Ok(name) => *now = name,
            Err(invalid) => self.0.push(FieldError::invalid("name", invalid)),
        }
    }

    /// Address, time zone and language: what is left out stays, an empty text clears.
    pub(super) fn details(
        &mut self,
        address: Option<&String>,
        time_zone: Option<&String>,
        locale: Option<&String>,
        site: &mut Site,
    ) {
        self.optional("address", address, validation::address, &mut site.address);
        self.optional("time_zone", time_zone, validation::time_zone, &mut site.time_zone);
        self.optional("locale", locale, validation::locale, &mut site.locale);
    }

    fn optional(
        &mut self,
        field: &str,
        given: Option<&String>,
        check: fn(&str) -> Result<Option<String>, Invalid>,
        now: &mut Option<String>,
    ) {
        match given.map(|given| check(given)) {
            Some(Ok(value)) => *now = value,
            Some(Err(invalid)) => self.0.push(FieldError::invalid(field, invalid)),
            None => {}
        }
    }

    /// # Errors
    /// Everything that was wrong.
    pub(super) fn finish(self) -> Result<(), people::Error> {
        if self.0.is_empty() { Ok(()) } else { Err(people::Error::Fields(self.0)) }
    }
}

/// Every field that differs, for the audit log; before there is a site, there is nothing.
pub(super) fn changes(before: Option<&Site>, after: &Site) -> Vec<Change> {
    let fields = |site: &Site| {
        [
            ("name", Some(site.name.clone())),
            ("address", site.address.clone()),
            ("time_zone", site.time_zone.clone()),
            ("locale", site.locale.clone()),
        ]
    };
    audit::differences(before.map(fields), fields(after))
}
