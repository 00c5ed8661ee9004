//! Plain pages, for what has no application to be sent back to.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::http::Client;

/// `text` for a place between tags or in an attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A page with a title, and a body that is HTML already.
#[must_use]
pub fn html(status: StatusCode, language: &str, title: &str, body: &str) -> Response {
    let title = escaped(title);
    let page = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} · Rollcall</title>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</html>\n"
    );
    let media = HeaderValue::from_static("text/html; charset=utf-8");
    let store = HeaderValue::from_static("no-store");
    (status, [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, store)], page).into_response()
}

/// Nothing is sent to an address that nobody has checked: the person reads here what went wrong.
#[must_use]
pub fn error(status: StatusCode, title: &str, detail: &str, client: &Client) -> Response {
    let body =
        format!("<p>{}</p>\n<p>Reference: <code>{}</code></p>", escaped(detail), escaped(&client.request_id));
    html(status, "en", title, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_is_text_and_no_markup() {
        assert_eq!(escaped("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }
}
