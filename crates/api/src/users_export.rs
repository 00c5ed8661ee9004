//! The list of users as a file: what is seen, filters, order and columns included.

use std::fmt;
use std::str::FromStr;

use domain::{ManagedBy, Right, Role, Status};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::users::{Directory, ListQuery, Order, Sort};
use crate::{Access, Csv, NoBody, NoParams};

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// First and last name.
    Name,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Username.
    Username,
    /// Email.
    Email,
    /// Active or deactivated (R6).
    Status,
    /// Who manages the person (R1).
    ManagedBy,
    /// The site's name (R12).
    Site,
    /// The plan's name (R17).
    License,
    /// Listed in the company directory (R19).
    Directory,
    /// The role (R32).
    Role,
    /// Job title.
    JobTitle,
    /// Department.
    Department,
    /// Personal contact number.
    PersonalContactNumber,
    /// Extension (R22).
    Extension,
    /// Phone number (R22).
    PhoneNumber,
    /// Language tag.
    Locale,
    /// Time zone.
    TimeZone,
    /// Signed in last.
    LastSignIn,
    /// Made at.
    Created,
    /// Last changed at.
    Updated,
    /// The id.
    Id,
}

impl Column {
    /// Every column, in the order of a file that names none.
    pub const ALL: [Self; 22] = [
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Username,
        Self::Email,
        Self::Status,
        Self::ManagedBy,
        Self::Site,
        Self::License,
        Self::Directory,
        Self::Role,
        Self::JobTitle,
        Self::Department,
        Self::PersonalContactNumber,
        Self::Extension,
        Self::PhoneNumber,
        Self::Locale,
        Self::TimeZone,
        Self::LastSignIn,
        Self::Created,
        Self::Updated,
        Self::Id,
    ];

    /// Its name in `columns`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Username => "username",
            Self::Email => "email",
            Self::Status => "status",
            Self::ManagedBy => "managed_by",
            Self::Site => "site",
            Self::License => "license",
            Self::Directory => "directory",
            Self::Role => "role",
            Self::JobTitle => "job_title",
            Self::Department => "department",
            Self::PersonalContactNumber => "personal_contact_number",
            Self::Extension => "extension",
            Self::PhoneNumber => "phone_number",
            Self::Locale => "locale",
            Self::TimeZone => "time_zone",
            Self::LastSignIn => "last_sign_in",
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Id => "id",
        }
    }
}

/// The columns of a file, from left to right: each once, at least one. In the address a text, `name,username`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Columns(Vec<Column>);

impl Columns {
    /// The columns.
    #[must_use]
    pub fn list(&self) -> &[Column] {
        &self.0
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self(Column::ALL.to_vec())
    }
}

/// A text names a column that there is not, or names one twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidColumns(String);

impl fmt::Display for InvalidColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no column, or is named twice", self.0)
    }
}

impl FromStr for Columns {
    type Err = InvalidColumns;

    fn from_str(text: &str) -> Result<Self, InvalidColumns> {
        let mut columns = Vec::new();
        for name in text.split(',') {
            let column = Column::ALL.into_iter().find(|column| column.name() == name);
            match column.filter(|column| !columns.contains(column)) {
                Some(column) => columns.push(column),
                None => return Err(InvalidColumns(name.to_owned())),
            }
        }
        Ok(Self(columns))
    }
}

impl TryFrom<String> for Columns {
    type Error = InvalidColumns;
    fn try_from(text: String) -> Result<Self, InvalidColumns> {
        text.parse()
    }
}

impl From<Columns> for String {
    fn from(columns: Columns) -> Self {
        columns.0.iter().map(|column| column.name()).collect::<Vec<_>>().join(",")
    }
}

/// The filters and the sort of the list ([`ListQuery`]), and the columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportQuery {
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub search: Option<String>,
    /// As in the list.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<Status>,
    /// As in the list.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub managed_by: Option<ManagedBy>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub license: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub directory: Option<Directory>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<String>,
    /// As in the list.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<Role>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_sign_in: Option<String>,
    /// As in the list.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status_not: Option<Status>,
    /// As in the list.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub managed_by_not: Option<ManagedBy>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site_not: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub license_not: Option<String>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sort: Option<Sort>,
    /// As in the list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<Order>,
    /// The columns from left to right, with commas between them: `name,username,site`. All, when left out.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub columns: Option<Columns>,
}

impl ExportQuery {
    /// What the list is asked for, and the columns.
    #[must_use]
    pub fn split(self) -> (ListQuery, Columns) {
        let Self {
            search,
            status,
            managed_by,
            site,
            license,
            directory,
            department,
            role,
            last_sign_in,
            status_not,
            managed_by_not,
            site_not,
            license_not,
            sort,
            order,
            columns,
        } = self;
        let list = ListQuery {
            search,
            status,
            managed_by,
            site,
            license,
            directory,
            department,
            role,
            last_sign_in,
            status_not,
            managed_by_not,
            site_not,
            license_not,
            sort,
            order,
            cursor: None,
            limit: None,
        };
        (list, columns.unwrap_or_default())
    }

    /// What is seen of `list`, with those columns.
    #[must_use]
    pub fn of(list: ListQuery, columns: Columns) -> Self {
        let ListQuery {
            search,
            status,
            managed_by,
            site,
            license,
            directory,
            department,
            role,
            last_sign_in,
            status_not,
            managed_by_not,
            site_not,
            license_not,
            sort,
            order,
            cursor: _,
            limit: _,
        } = list;
        Self {
            search,
            status,
            managed_by,
            site,
            license,
            directory,
            department,
            role,
            last_sign_in,
            status_not,
            managed_by_not,
            site_not,
            license_not,
            sort,
            order,
            columns: Some(columns),
        }
    }
}

endpoint! {
    /// The list as a file (UTF-8 with byte order mark, RFC 4180), by the same filters and sort; of any length.
    Get = "user_export", Get "/api/v1/users/export", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: ExportQuery, Body: NoBody, Reply: Csv
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_read_back_as_they_were_written_and_anything_else_is_refused() {
        let all = Columns::default();
        assert_eq!(String::from(all.clone()).parse(), Ok(all));
        assert_eq!("site,name".parse::<Columns>().unwrap().list(), [Column::Site, Column::Name]);
        for text in ["", "name,", "name,name", "Name", "name, email", "password"] {
            assert!(text.parse::<Columns>().is_err(), "{text}");
        }
        for column in Column::ALL {
            assert_eq!(serde_json::to_value(column).unwrap(), column.name());
        }
    }
}
