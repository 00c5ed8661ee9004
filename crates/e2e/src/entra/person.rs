//! A person as Entra's directory has them, and the resource that its default mapping makes of them.

use serde_json::{Map, Value, json};

use super::SiteUrn;

/// The schema of a SCIM user (RFC 7643 §4.1).
pub const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The enterprise extension (RFC 7643 §4.3).
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A person in the directory: fields are named as Entra names them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are Microsoft Graph's own")]
pub struct Person {
    pub object_id: String,
    pub user_principal_name: String,
    pub given_name: String,
    pub surname: String,
    pub mail: String,
    pub job_title: Option<String>,
    pub department: Option<String>,
    pub mobile: Option<String>,
    pub telephone_number: Option<String>,
    pub physical_delivery_office_name: Option<String>,
    pub preferred_language: Option<String>,
    pub account_enabled: bool,
}

impl Person {
    /// Somebody of contoso.com with names alone: `number` makes the object id.
    #[must_use]
    pub fn new(number: u32, given_name: &str, surname: &str) -> Self {
        let mail = format!("{}.{}@contoso.com", given_name.to_lowercase(), surname.to_lowercase());
        Self {
            object_id: format!("58342554-38d6-4ec8-948c-{number:012x}"),
            user_principal_name: mail.clone(),
            given_name: given_name.to_owned(),
            surname: surname.to_owned(),
            mail,
            job_title: None,
            department: None,
            mobile: None,
            telephone_number: None,
            physical_delivery_office_name: None,
            preferred_language: None,
            account_enabled: true,
        }
    }

    /// At work: job title, department and office.
    #[must_use]
    pub fn at_work(mut self, job_title: &str, department: &str, office: &str) -> Self {
        self.job_title = Some(job_title.to_owned());
        self.department = Some(department.to_owned());
        self.physical_delivery_office_name = Some(office.to_owned());
        self
    }

    /// With a mobile and an office phone.
    #[must_use]
    pub fn with_phones(mut self, mobile: &str, office_phone: &str) -> Self {
        self.mobile = Some(mobile.to_owned());
        self.telephone_number = Some(office_phone.to_owned());
        self
    }

    /// First and last name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.surname)
    }

    /// What the user principal name becomes in the recycle bin: the object id without hyphens goes before it.
    #[must_use]
    pub fn name_in_recycle_bin(&self) -> String {
        format!("{}{}", self.object_id.replace('-', ""), self.user_principal_name)
    }

    /// The body of the POST that creates them. `site` says under which URN the office goes, if it goes at all:
    /// some jobs leave extension attributes out of a POST and send them by the next PATCH.
    #[must_use]
    pub fn resource(&self, site: Option<SiteUrn>) -> Value {
        let mut resource = json!({
            "schemas": [CORE, ENTERPRISE],
            "externalId": self.object_id,
            "userName": self.user_principal_name,
            "active": self.account_enabled,
            "emails": [{ "primary": true, "type": "work", "value": self.mail }],
            "meta": { "resourceType": "User" },
            "name": {
                "formatted": self.name(),
                "familyName": self.surname,
                "givenName": self.given_name,
            },
            "roles": [],
        });
        if let Value::Object(members) = &mut resource {
            self.add_optional(members, site);
        }
        resource
    }

    fn add_optional(&self, members: &mut Map<String, Value>, site: Option<SiteUrn>) {
        let phones: Vec<_> = [("mobile", &self.mobile), ("work", &self.telephone_number)]
            .into_iter()
            .filter_map(|(kind, number)| Some(json!({ "type": kind, "value": number.as_ref()? })))
            .collect();
        if !phones.is_empty() {
            members.insert("phoneNumbers".to_owned(), phones.into());
        }
        if let Some(title) = &self.job_title {
            members.insert("title".to_owned(), title.as_str().into());
        }
        if let Some(language) = &self.preferred_language {
            members.insert("locale".to_owned(), language.as_str().into());
        }
        if let Some(department) = &self.department {
            members.insert(ENTERPRISE.to_owned(), json!({ "department": department }));
        }
        if let (Some(urn), Some(office)) = (site, &self.physical_delivery_office_name) {
            members.insert(urn.schema().to_owned(), json!({ "site": office }));
        }
    }

    /// The attributes as they come back: JSON pointer and value, exactly as sent.
    #[must_use]
    pub fn expected(&self, site: Option<SiteUrn>) -> Vec<(String, Value)> {
        let text = |pointer: &str, value: &str| (pointer.to_owned(), Value::from(value));
        let mut expected = vec![
            text("/externalId", &self.object_id),
            text("/userName", &self.user_principal_name),
            text("/name/givenName", &self.given_name),
            text("/name/familyName", &self.surname),
            ("/active".to_owned(), self.account_enabled.into()),
        ];
        expected.extend(self.job_title.as_ref().map(|title| text("/title", title)));
        expected.extend(self.preferred_language.as_ref().map(|language| text("/locale", language)));
        expected
            .extend(self.department.as_ref().map(|value| text(&format!("/{ENTERPRISE}/department"), value)));
        if let (Some(urn), Some(office)) = (site, &self.physical_delivery_office_name) {
            expected.push(text(&format!("/{}/site", urn.schema()), office));
        }
        expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_what_entra_sends() {
        let ada = Person::new(1, "Ada", "Lovelace")
            .at_work("Engineer", "R&D", "London")
            .with_phones("+44 7700 900001", "+44 20 7946 0001");
        let body = ada.resource(Some(SiteUrn::User20));
        assert_eq!(
            body,
            json!({
                "schemas": [CORE, ENTERPRISE],
                "externalId": "58342554-38d6-4ec8-948c-000000000001",
                "userName": "ada.lovelace@contoso.com",
                "active": true,
                "emails": [{ "primary": true, "type": "work", "value": "ada.lovelace@contoso.com" }],
                "phoneNumbers": [
                    { "type": "mobile", "value": "+44 7700 900001" },
                    { "type": "work", "value": "+44 20 7946 0001" },
                ],
                "meta": { "resourceType": "User" },
                "name": { "formatted": "Ada Lovelace", "familyName": "Lovelace", "givenName": "Ada" },
                "title": "Engineer",
                "roles": [],
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D" },
                "urn:8x8:scim:schemas:extension:8x8user:2.0:User": { "site": "London" },
            })
        );
    }

    #[test]
    fn in_the_recycle_bin_the_object_id_goes_before_the_name() {
        assert_eq!(
            Person::new(1, "Ada", "Lovelace").name_in_recycle_bin(),
            "5834255438d64ec8948c000000000001ada.lovelace@contoso.com"
        );
    }
}
