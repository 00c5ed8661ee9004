//! A call that was let in.

use ::scim::list::ListQuery;
use ::scim::projection::Projection;
use ::scim::schema::ResourceType;
use ::scim::{MEDIA_TYPE, Object, ScimError, Selection, json, list};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};

use super::access::{self, Connection, Refused};
use super::failure::Failure;
use super::log::Notes;
use crate::app::AppState;
use crate::http::Client;
use crate::people::Act;

/// Largest body, in bytes.
pub const MAX_BODY: usize = 1_048_576;

/// A request of an identity provider.
pub struct Call {
    /// Clock, ids, store.
    pub app: AppState,
    /// Who calls, and what they may see.
    pub connection: Connection,
    /// The method.
    pub method: Method,
    /// What the provisioning log is to know of it.
    pub notes: Notes,
    headers: HeaderMap,
    query: String,
    client: Client,
}

impl Call {
    /// Lets the request in. Its body is not read yet.
    ///
    /// # Errors
    /// 401.
    pub async fn admit(
        app: AppState,
        slug: &str,
        client: Client,
        request: Request,
    ) -> Result<(Self, Body), Refused> {
        let (parts, body) = request.into_parts();
        let connection = access::admit(&app, slug, &parts.headers, &client).await?;
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let (method, headers, notes) = (parts.method, parts.headers, Notes::default());
        Ok((Self { app, connection, method, notes, headers, query, client }, body))
    }

    /// Where the request comes from.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// The SCIM base URL, without a slash at its end.
    pub fn base_url(&self) -> String {
        format!("{}/scim/{}/v2", self.app.config.public_url.trim_end_matches('/'), self.connection.slug)
    }

    /// The act, for the rules and the audit log.
    pub fn act(&self) -> Act<'_> {
        let token = (self.connection.token, self.connection.token_name.as_str());
        Act::of_identity_provider(&self.app, self.connection.org, self.connection.scope, token, &self.client)
    }

    /// What the query of a list asks for.
    ///
    /// # Errors
    /// `invalidFilter`, `invalidValue`.
    pub fn list_query(&self, kind: ResourceType) -> Result<ListQuery, ScimError> {
        ListQuery::from_query(kind, &self.query)
    }

    /// Is there a filter in the query?
    pub fn has_filter(&self) -> bool {
        self.query.split('&').any(|pair| pair.to_ascii_lowercase().starts_with("filter=") && pair.len() > 7)
    }

    /// What the query asks to have returned of one resource.
    pub fn selection(&self, kind: ResourceType) -> Selection {
        list::selection(kind, &self.query)
    }

    /// Does the query say what is to be returned?
    pub fn selects(&self) -> bool {
        self.query.to_ascii_lowercase().contains("attributes=")
    }

    /// The same caller with another request, as a part of a bulk.
    pub fn part(&self, method: Method, query: &str, if_match: Option<&str>) -> Self {
        let mut headers = HeaderMap::new();
        headers.extend(if_match.and_then(|tag| Some((header::IF_MATCH, tag.parse().ok()?))));
        Self {
            app: self.app.clone(),
            connection: self.connection.clone(),
            method,
            notes: Notes::default(),
            headers,
            query: query.to_owned(),
            client: self.client.clone(),
        }
    }

    /// How one user is written in the answer.
    pub fn projection(&self) -> Projection {
        self.projection_of(self.selection(ResourceType::User))
    }

    /// How users are written in an answer with that selection.
    pub const fn projection_of(&self, selection: Selection) -> Projection {
        Projection { selection, tutorial_site_urn: self.connection.tutorial_site_urn }
    }

    /// Does `If-Match`, where it was sent, name that version (RFC 7644 §3.14)?
    pub fn admits(&self, version: &str) -> bool {
        self.names(&header::IF_MATCH, version).unwrap_or(true)
    }

    /// Does `If-None-Match` name that version, which the client then has already?
    pub fn has_already(&self, version: &str) -> bool {
        self.names(&header::IF_NONE_MATCH, version).unwrap_or(false)
    }

    /// Versions are compared weakly: `W/"7"` and `"7"` are the same.
    fn names(&self, name: &header::HeaderName, version: &str) -> Option<bool> {
        let tags = self.headers.get(name)?.to_str().unwrap_or_default();
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        Some(tags.split(',').any(|tag| tag.trim() == "*" || bare(tag) == bare(version)))
    }

    /// The JSON object of the body.
    ///
    /// # Errors
    /// 413 above [`MAX_BODY`], 415 for other media types, `invalidSyntax`.
    pub async fn object(&self, body: Body) -> Result<Object, Failure> {
        self.json_was_sent()?;
        let bytes = to_bytes(body, MAX_BODY).await.map_err(|_| {
            ScimError::new(413, format!("The body has more than {MAX_BODY} bytes. Send less at once."))
        })?;
        self.notes.body(&bytes);
        Ok(json::read_object(&bytes, json::Limits::default())?)
    }

    fn json_was_sent(&self) -> Result<(), ScimError> {
        let Some(kind) = self.headers.get(header::CONTENT_TYPE) else { return Ok(()) };
        let essence = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if [MEDIA_TYPE, "application/json"].iter().any(|known| essence.eq_ignore_ascii_case(known)) {
            return Ok(());
        }
        Err(ScimError::new(415, format!("Send the body as {MEDIA_TYPE}.")))
    }
}
