//! Which column of an exported list is what. Names are compared without case, spaces and punctuation, for each export writes
//! them in a way of its own.

use domain::Field;

/// Names of the column with the username: Entra's, Okta's, and what people call it, in English, German and Spanish.
const USERNAME: &[&str] = &[
    "userprincipalname",
    "upn",
    "login",
    "username",
    "userlogin",
    "profilelogin",
    "benutzername",
    "anmeldename",
    "benutzerprinzipalname",
    "nombredeusuario",
    "usuario",
    "nombreprincipaldeusuario",
];
const FIRST_NAME: &[&str] =
    &["givenname", "firstname", "userfirstname", "profilefirstname", "vorname", "nombre", "nombredepila"];
const LAST_NAME: &[&str] = &[
    "surname",
    "lastname",
    "familyname",
    "userlastname",
    "profilelastname",
    "nachname",
    "familienname",
    "apellidos",
    "apellido",
];
const DISPLAY_NAME: &[&str] = &["displayname", "userdisplayname", "fullname", "name"];
const EMAIL: &[&str] = &[
    "mail",
    "email",
    "useremail",
    "profileemail",
    "emailaddress",
    "primaryemail",
    "emailadresse",
    "correo",
    "correoelectrónico",
    "correoelectronico",
];
const JOB_TITLE: &[&str] = &[
    "jobtitle",
    "title",
    "profiletitle",
    "position",
    "stellenbezeichnung",
    "berufsbezeichnung",
    "cargo",
    "puesto",
];
const DEPARTMENT: &[&str] = &["department", "profiledepartment", "abteilung", "departamento"];
const PERSONAL_CONTACT_NUMBER: &[&str] = &[
    "personalcontactnumber",
    "mobile",
    "mobilephone",
    "mobilenumber",
    "primaryphone",
    "profilemobilephone",
    "handy",
    "mobiltelefon",
    "mobilnummer",
    "handynummer",
    "móvil",
    "movil",
    "teléfonomóvil",
    "telefonomovil",
];
const EXTENSION: &[&str] = &["extension", "ext", "durchwahl", "nebenstelle", "extensión"];
const PHONE_NUMBER: &[&str] =
    &["phonenumber", "rufnummer", "telefonnummer", "númerodeteléfono", "numerodetelefono"];
const LOCALE: &[&str] =
    &["locale", "language", "preferredlanguage", "sprache", "bevorzugtesprache", "idioma", "idiomapreferido"];
const TIME_ZONE: &[&str] = &["timezone", "zeitzone", "zonahoraria"];
const SITE: &[&str] = &[
    "site",
    "sitename",
    "office",
    "officelocation",
    "physicaldeliveryofficename",
    "standort",
    "niederlassung",
    "büro",
    "sede",
    "sitio",
    "oficina",
];
const LICENSE: &[&str] = &["licence", "license", "plan", "lizenz", "licencia"];
const DIRECTORY: &[&str] = &[
    "companydirectory",
    "directory",
    "directoryvisible",
    "verzeichnis",
    "firmenverzeichnis",
    "unternehmensverzeichnis",
    "directorio",
    "directoriodelaempresa",
];

/// The fields that a file can give, by the names of their columns.
const FIELDS: [(Field, &[&str]); 14] = [
    (Field::Username, USERNAME),
    (Field::FirstName, FIRST_NAME),
    (Field::LastName, LAST_NAME),
    (Field::Email, EMAIL),
    (Field::JobTitle, JOB_TITLE),
    (Field::Department, DEPARTMENT),
    (Field::PersonalContactNumber, PERSONAL_CONTACT_NUMBER),
    (Field::Extension, EXTENSION),
    (Field::PhoneNumber, PHONE_NUMBER),
    (Field::Locale, LOCALE),
    (Field::TimeZone, TIME_ZONE),
    (Field::Site, SITE),
    (Field::License, LICENSE),
    (Field::DirectoryVisible, DIRECTORY),
];

/// The field that a column of that name holds, as far as the name says.
#[must_use]
pub fn field_of(name: &str) -> Option<Field> {
    let name = plain(name);
    FIELDS.into_iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| field)
}

const ACTIVE: &[&str] = &["accountenabled", "status", "userstatus", "active", "enabled"];

/// Where each value stands in a line. The identity provider's own ids are not looked at: they are never shown (R21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// The username.
    pub username: usize,
    /// The first name.
    pub first_name: Option<usize>,
    /// The last name.
    pub last_name: Option<usize>,
    /// The name that is displayed.
    pub display_name: Option<usize>,
    /// The email.
    pub email: Option<usize>,
    /// Whether they may sign in.
    pub active: Option<usize>,
}

impl Columns {
    /// Finds the columns by their names; `None` without a column of usernames.
    #[must_use]
    pub fn find<'a>(header: impl Iterator<Item = &'a str>) -> Option<Self> {
        let header: Vec<String> = header.map(plain).collect();
        let find =
            |names: &[&str]| names.iter().find_map(|name| header.iter().position(|column| column == name));
        Some(Self {
            username: find(USERNAME)?,
            first_name: find(FIRST_NAME),
            last_name: find(LAST_NAME),
            display_name: find(DISPLAY_NAME),
            email: find(EMAIL),
            active: find(ACTIVE),
        })
    }
}

/// A name without case, spaces and punctuation.
#[must_use]
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Entra writes whether the account is enabled, Okta a state of its own; anything else says nothing.
#[must_use]
pub fn active(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "true" | "yes" | "1" | "enabled" | "active" | "staged" | "provisioned" | "recovery" | "lockedout"
        | "passwordexpired" => Some(true),
        "false" | "no" | "0" | "disabled" | "suspended" | "deprovisioned" | "deactivated" | "inactive" => {
            Some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_entra_and_of_okta_are_found_however_they_are_written() {
        let entra = "userPrincipalName,displayName,surname,mail,givenName,id,userType,accountEnabled";
        let entra = Columns::find(entra.split(',')).unwrap();
        assert_eq!(
            (entra.username, entra.first_name, entra.last_name, entra.email, entra.active),
            (0, Some(4), Some(2), Some(3), Some(7))
        );
        let okta = Columns::find("Login|First Name|last_name|E-mail|STATUS".split('|')).unwrap();
        assert_eq!((okta.username, okta.first_name, okta.last_name), (0, Some(1), Some(2)));
        assert_eq!((okta.email, okta.active), (Some(3), Some(4)));
        assert_eq!(Columns::find("displayName,mail".split(',')), None);
    }

    #[test]
    fn names_are_known_in_three_languages_and_those_of_our_own_file_are_too() {
        let found = |names: &[&str]| names.iter().map(|name| field_of(name)).collect::<Vec<_>>();
        let german =
            found(&["Benutzername", "Vorname", "Nachname", "E-Mail-Adresse", "Abteilung", "Standort"]);
        let spanish =
            found(&["Usuario", "Nombre", "Apellidos", "Correo electrónico", "Departamento", "Sede"]);
        let ours = found(&["Username", "First name", "Last name", "Email", "Department", "Site"]);
        assert!(german.iter().all(Option::is_some));
        assert_eq!((&german, &spanish), (&ours, &ours));
        assert_eq!(
            found(&["Language", "Company directory", "Managed by", "Id"])[..2],
            [Some(Field::Locale), Some(Field::DirectoryVisible)]
        );
        assert_eq!(found(&["Managed by", "Id", "Problem", "telephoneNumber"]), [None; 4]);
    }

    #[test]
    fn the_states_of_okta_say_whether_somebody_may_sign_in() {
        assert_eq!(active("DEPROVISIONED"), Some(false));
        assert_eq!(active("Locked_Out"), Some(true));
        assert_eq!(active("True"), Some(true));
        assert_eq!(active(""), None);
    }
}
