//! What the file says. Its names are those of the REST API; what it does not name stays as it is.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use api::provisioning::ProvisioningEdit;
use api::sessions::SessionLimitsEdit;
use api::sites::NewSite;
use api::sso::Settings;
use domain::{fold, validation};
use serde::Deserialize;

use super::super::Error;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    /// Sites that are to be there (R11). Others stay.
    pub sites: Vec<SiteOfFile>,
    /// Plans that are to be there (R16). Others stay.
    pub plans: Vec<PlanOfFile>,
    /// The settings of provisioning.
    pub provisioning: Option<ProvisioningEdit>,
    /// How long sessions last.
    pub sessions: Option<SessionLimitsEdit>,
    /// The settings of single sign-on, as a draft.
    sso: Option<toml::Table>,
    /// `sso`, read.
    #[serde(skip)]
    pub single_sign_on: Option<SingleSignOn>,
}

/// A site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteOfFile {
    /// Its name, by which it is found.
    pub name: String,
    /// The postal address, in lines.
    pub address: Option<String>,
    /// The time zone of its people.
    pub time_zone: Option<String>,
    /// The language of its people.
    pub locale: Option<String>,
    /// Names under which provisioning finds it as well (R14).
    #[serde(default)]
    pub former_names: Vec<String>,
}

impl SiteOfFile {
    /// What is to be made where there is none.
    pub fn to_be_made(&self) -> NewSite {
        NewSite {
            name: self.name.clone(),
            address: self.address.clone(),
            time_zone: self.time_zone.clone(),
            locale: self.locale.clone(),
        }
    }
}

/// A plan.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanOfFile {
    /// Its name, by which it is found.
    pub name: String,
    /// Its seats.
    pub seats: u64,
}

/// Single sign-on: the settings, and where certificates come from.
#[derive(Debug)]
pub struct SingleSignOn {
    /// The settings.
    pub settings: Settings,
    /// Files of certificates, as the identity provider gives them.
    pub certificate_files: Vec<PathBuf>,
}

impl File {
    /// Reads and checks it: nothing is written for a file with a mistake in it.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let unreadable =
            |error: &dyn std::fmt::Display| Error::new(format!("{} cannot be read: {error}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(&format!("{error}.")))?;
        let mut file: Self = toml::from_str(&text).map_err(|error| unreadable(&error))?;
        if let Some(table) = file.sso.take() {
            let folder = path.parent().unwrap_or(Path::new(""));
            file.single_sign_on = Some(single_sign_on(table, folder).map_err(|error| unreadable(&error))?);
        }
        let mistakes = file.mistakes();
        if mistakes.is_empty() { Ok(file) } else { Err(Error::new(mistakes.join("\n"))) }
    }

    /// Names that cannot be, or that are there twice: all at once.
    fn mistakes(&self) -> Vec<String> {
        let sites = self.sites.iter().flat_map(|site| std::iter::once(&site.name).chain(&site.former_names));
        let plans = self.plans.iter().map(|plan| &plan.name);
        [names("sites", sites), names("plans", plans)].concat()
    }
}

fn names<'a>(section: &str, names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names
        .filter_map(|name| match validation::label(name) {
            Err(invalid) => Some(format!("{section}: \"{name}\": {invalid}")),
            Ok(name) if !seen.insert(fold::fold(&name)) => Some(format!(
                "{section}: \"{name}\" is in the file twice. Names are compared without regard to case."
            )),
            Ok(_) => None,
        })
        .collect()
}

fn single_sign_on(mut table: toml::Table, folder: &Path) -> Result<SingleSignOn, toml::de::Error> {
    let files: Vec<PathBuf> = match table.remove("certificate_files") {
        Some(files) => files.try_into()?,
        None => Vec::new(),
    };
    let settings = table.try_into()?;
    Ok(SingleSignOn { settings, certificate_files: files.iter().map(|file| folder.join(file)).collect() })
}
