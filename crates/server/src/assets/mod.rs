//! The console's files: embedded, compressed and cached for good where their name holds their hash.
//!
//! Whatever is no file is the console's own route, if a browser navigates to it: then it gets `index.html`. A
//! missing file is 404, never `index.html`: a script that is answered with HTML fails in ways nobody understands.

use std::path::{Path, PathBuf};

use api::Code;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Response};
use memory_serve::{CacheControl, MemoryServe};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::http::Failure;

/// The embedded files.
static EMBEDDED: &[memory_serve::Asset] = include!(concat!(env!("OUT_DIR"), "/console_assets.rs"));

/// A file whose name holds its hash never changes.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Anything else is asked for again, and mostly answered with 304.
const REVALIDATE: &str = "no-cache";

/// Where paths lead that are not the console's.
const OTHERS: [&str; 7] = ["/api", "/oidc", "/scim", "/sso", "/healthz", "/readyz", "/metrics"];

/// What only files end in: a path with it that is no file is a file that is gone.
const EXTENSIONS: [&str; 14] = [
    "js",
    "mjs",
    "wasm",
    "css",
    "map",
    "svg",
    "png",
    "ico",
    "jpg",
    "webp",
    "json",
    "txt",
    "webmanifest",
    "woff2",
];

/// Serves the console's files.
#[derive(Clone)]
pub struct Assets {
    files: Router,
}

impl Assets {
    /// Those in the binary.
    #[must_use]
    pub fn embedded() -> Self {
        let files = MemoryServe::new(EMBEDDED)
            .index_file(Some("/index.html"))
            .enable_brotli(true)
            // It would compress at each start; whoever takes gzip alone gets it from the layer around all answers.
            .enable_gzip(false)
            .html_cache_control(CacheControl::Custom(REVALIDATE))
            .cache_control(CacheControl::Custom(REVALIDATE));
        Self { files: files.into_router() }
    }

    /// Those in a folder: for work on the console.
    #[must_use]
    pub fn folder(dir: &Path) -> Self {
        Self { files: Router::new().fallback_service(ServeDir::new(PathBuf::from(dir))) }
    }

    /// Answers a request that no route of the API took.
    pub async fn serve(&self, request: Request) -> Response {
        let (parts, _) = request.into_parts();
        let path = parts.uri.path();
        let theirs = OTHERS.iter().any(|other| path == *other || path.starts_with(&format!("{other}/")));
        if theirs || !matches!(parts.method, Method::GET | Method::HEAD) {
            return nothing_here();
        }
        let response = self.file(&parts.method, path, &parts.headers).await;
        if response.status().is_success() || response.status() == 304 {
            return cached(response, path);
        }
        if navigates(path, &parts.headers) {
            return cached(self.file(&parts.method, "/", &parts.headers).await, "/");
        }
        nothing_here()
    }

    async fn file(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        let Ok(uri) = path.parse::<Uri>() else { return nothing_here() };
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers.clone();
        self.files.clone().oneshot(request).await.into_response()
    }
}

/// The answer where nothing is.
pub fn nothing_here() -> Response {
    Failure::new(Code::NotFound, "Nothing is at this address. Check how it is written.").into_response()
}

/// Is it a person opening a page, rather than a page loading a file?
fn navigates(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let extension =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    accept.contains("text/html") && !extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

fn cached(mut response: Response, path: &str) -> Response {
    let policy = if is_hashed(path) { IMMUTABLE } else { REVALIDATE };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    if headers.get(header::CONTENT_TYPE).is_some_and(|media| media == "text/html") {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    response
}

/// Does the path hold a hash, as Trunk and wasm-bindgen write them: `console-0f3a…_bg.wasm`?
fn is_hashed(path: &str) -> bool {
    path.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| {
        let hexadecimal = part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        part.len() >= 8 && hexadecimal && part.bytes().any(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_hash_is_kept_for_good_and_others_are_asked_for_again() {
        assert!(is_hashed("/console-4f3c2b1a09d8e7f6_bg.wasm"));
        assert!(is_hashed("/snippets/leptos-0a1b2c3d4e5f6071/inline0.js"));
        for path in ["/", "/index.html", "/boot.js", "/favicon.svg", "/defaced.js"] {
            assert!(!is_hashed(path), "{path}");
        }
    }

    #[test]
    fn only_navigations_fall_back_to_the_page() {
        let html = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"))]);
        assert!(navigates("/users/usr_1", &html));
        assert!(navigates("/users/ada.lovelace", &html));
        assert!(!navigates("/console-0f3a.js", &html));
        assert!(!navigates("/users", &HeaderMap::new()));
    }
}
