//! What a person has set for their own console.

use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoParams, NoQuery};

/// A language of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
    /// Spanish.
    Es,
}

/// The settings. What is left out of a body is as if it had never been set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preferences {
    /// Columns of the table of users in order, by their names in the API; absent: the console decides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub users_columns: Option<Vec<String>>,
    /// Rows on a page, 10 to 200; absent: the console decides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page_size: Option<u32>,
    /// Single keys do something.
    #[serde(default = "on")]
    pub shortcuts: bool,
    /// The language; absent: the browser decides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<Language>,
}

const fn on() -> bool {
    true
}

impl Default for Preferences {
    fn default() -> Self {
        Self { users_columns: None, page_size: None, shortcuts: true, language: None }
    }
}

endpoint! {
    /// One's own settings; the defaults, where nothing was set.
    Get = "own_preferences_get", Get "/api/v1/me/preferences", Access::SignedIn;
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Preferences; person true
}
endpoint! {
    /// Sets them, all at once.
    Put = "own_preferences_put", Put "/api/v1/me/preferences", Access::SignedIn;
    Params: NoParams, Query: NoQuery, Body: Preferences, Reply: Preferences; person true
}
