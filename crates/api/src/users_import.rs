//! People from a file: uploaded, looked at, compared with those who are here, and then taken in.

use domain::{Field, ImportId, JobId, Right, Timestamp};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::jobs::Job;
use crate::{Access, Csv, NoBody, NoParams, NoQuery};

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 200 << 20;
/// Most people in a file.
pub const MAX_LINES: u64 = 200_000;

/// How the characters of a file are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, as Excel's "Unicode text".
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, the other way round.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Central Europe.
    #[serde(rename = "windows-1250")]
    Windows1250,
    /// Cyrillic.
    #[serde(rename = "windows-1251")]
    Windows1251,
    /// Western Europe: what Excel writes as "CSV" there.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Japanese.
    ShiftJis,
    /// Chinese.
    #[serde(rename = "gb18030")]
    Gb18030,
}

/// How to read the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UploadQuery {
    /// Its encoding, where it is not UTF-8 and has no byte order mark: asked for by `encoding_needed`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub encoding: Option<Encoding>,
}

/// A column of the file, and the field that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MappedColumn {
    /// The place of the column, from 0.
    pub column: u32,
    /// The field: one of [`FIELDS`].
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub field: Field,
}

/// The fields that a file can give. The username tells who is meant.
pub const FIELDS: [Field; 14] = [
    Field::Username,
    Field::FirstName,
    Field::LastName,
    Field::Email,
    Field::JobTitle,
    Field::Department,
    Field::PersonalContactNumber,
    Field::Extension,
    Field::PhoneNumber,
    Field::Locale,
    Field::TimeZone,
    Field::Site,
    Field::License,
    Field::DirectoryVisible,
];

/// A file that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ImportId,
    /// Uploaded at. The file is kept for a day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// What it was read as.
    pub encoding: Encoding,
    /// What separates its columns: a comma, a semicolon or a tab.
    pub delimiter: String,
    /// Its size, in bytes.
    pub size: u64,
    /// Lines with something in them, without the first one.
    pub lines: u64,
    /// The names of its columns: the first line.
    pub header: Vec<String>,
    /// The next five lines.
    pub sample: Vec<Vec<String>>,
    /// Which column is which field: as it was said last, or else as the names suggest.
    pub mapping: Vec<MappedColumn>,
    /// The job that checks it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub check_job: Option<JobId>,
    /// The job that takes it in.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub run_job: Option<JobId>,
}

/// How to check the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCheck {
    /// Which column is which field: the username among them, and no field twice. Other columns are not looked at.
    pub mapping: Vec<MappedColumn>,
    /// An empty cell clears the field of somebody who is here. Otherwise it changes nothing.
    #[serde(default)]
    pub clear_empty: bool,
}

/// The file that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ImportId,
}

endpoint! {
    /// Uploads a file of people, of at most 200 MB and 200,000 lines; nobody is changed by it.
    Upload = "user_import_upload", Post "/api/v1/users/import", Access::Right(Right::EditUsers);
    Params: NoParams, Query: UploadQuery, Body: Csv, Reply: Import; status 201; max_body MAX_BYTES
}
endpoint! {
    /// A file that was uploaded.
    Get = "user_import_get", Get "/api/v1/users/import/{id}", Access::Right(Right::EditUsers);
    Params: ImportParams, Query: NoQuery, Body: NoBody, Reply: Import
}
endpoint! {
    /// Makes a job that compares each line with the people who are here: what would be made, changed and refused, and why.
    Check = "user_import_check", Post "/api/v1/users/import/{id}/check", Access::Right(Right::EditUsers);
    Params: ImportParams, Query: NoQuery, Body: ImportCheck, Reply: Job; status 201
}
endpoint! {
    /// Makes a job that takes in the lines that the last check found good; each is checked again.
    Run = "user_import_run", Post "/api/v1/users/import/{id}/run", Access::Right(Right::EditUsers);
    Params: ImportParams, Query: NoQuery, Body: NoBody, Reply: Job; status 201
}
endpoint! {
    /// The lines that were refused, as they were, with what is wrong in a column of its own: to be mended and uploaded again.
    ExportFailed = "user_import_failed_export", Get "/api/v1/users/import/{id}/failed.csv", Access::Right(Right::EditUsers);
    Params: ImportParams, Query: NoQuery, Body: NoBody, Reply: Csv
}
