//! `docs/openapi.json`, made from the operations as they are mounted: path, method, right, types and status come
//! from `api`, so that the document cannot say anything else than the server does (docs/decisions/openapi.md).

mod operation;
mod schemas;

use api::Endpoint;
use utoipa::openapi::path::{HttpMethod, PathsBuilder};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, Content, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, ResponseBuilder, path,
};

/// The name of the security scheme of a session.
const SESSION: &str = "session";
/// The name of the security scheme of an API token.
const API_TOKEN: &str = "api_token";
/// The name of the response that stands for every failure.
const PROBLEM: &str = "Problem";

/// The document while it grows.
#[derive(Default)]
pub struct Document {
    paths: PathsBuilder,
    components: Components,
}

impl Document {
    /// Adds the operation `E`.
    pub fn add<E: Endpoint>(&mut self) {
        let method = match E::METHOD {
            api::Method::Get => HttpMethod::Get,
            api::Method::Post => HttpMethod::Post,
            api::Method::Put => HttpMethod::Put,
            api::Method::Patch => HttpMethod::Patch,
            api::Method::Delete => HttpMethod::Delete,
        };
        let operation = operation::of::<E>(&mut self.components);
        let paths = std::mem::take(&mut self.paths);
        self.paths = paths.path(E::PATH, path::PathItem::new(method, operation));
    }

    /// The whole document.
    #[must_use]
    pub fn finish(mut self) -> OpenApi {
        // Utoipa lists what a list holds only where something else names it, too.
        schemas::reference::<api::sessions::Session>(&mut self.components);
        schemas::reference::<api::history::Event>(&mut self.components);
        schemas::reference::<api::groups::Group>(&mut self.components);
        schemas::reference::<api::sites::UnmatchedSite>(&mut self.components);
        schemas::reference::<api::audit::AuditEntry>(&mut self.components);
        schemas::reference::<api::directory::DirectoryEntry>(&mut self.components);
        schemas::reference::<api::jobs::JobRow>(&mut self.components);
        let problem = schemas::reference::<api::Problem>(&mut self.components);
        let response = ResponseBuilder::new()
            .description("What happened, why, and what to do.")
            .content(api::problem::MEDIA_TYPE, Content::new(Some(problem)));
        self.components.responses.insert(PROBLEM.to_owned(), response.build().into());
        self.components.security_schemes.insert(SESSION.to_owned(), session_scheme().into());
        self.components.security_schemes.insert(API_TOKEN.to_owned(), api_token_scheme().into());
        let info = InfoBuilder::new()
            .title("Rollcall")
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some("The REST API of Rollcall. Conventions: docs/API-DESIGN.md."))
            .license(Some(LicenseBuilder::new().name(env!("CARGO_PKG_LICENSE")).build()));
        OpenApiBuilder::new().info(info).paths(self.paths).components(Some(self.components)).build()
    }
}

fn api_token_scheme() -> SecurityScheme {
    let description = "An API token, made under Identity and Security: `Authorization: Bearer rc_api_…`.";
    let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description));
    SecurityScheme::Http(http.build())
}

fn session_scheme() -> SecurityScheme {
    let description = "The cookie that signing in sets. Over TLS its name is `__Host-rollcall_session`.";
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description("rollcall_session", description)))
}

/// The document as it is written to `docs/openapi.json` and served.
///
/// # Panics
/// Never: the document holds nothing that JSON cannot say.
#[must_use]
pub fn to_json(document: &OpenApi) -> String {
    let mut text = document.to_pretty_json().expect("a document of maps and texts is JSON");
    text.push('\n');
    text
}
