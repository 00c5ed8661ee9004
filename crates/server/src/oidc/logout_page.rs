//! The page that asks before an application signs somebody out who did not come with a proof that it is about them.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::logout::CONFIRMED;
use super::page::{escaped, html};
use super::parameters::Parameters;
use crate::http::Actor;

/// The sentences, in a language of the console.
struct Words {
    language: &'static str,
    title: &'static str,
    question: &'static str,
    yes: &'static str,
    no: &'static str,
}

const WORDS: [Words; 3] = [
    Words {
        language: "en",
        title: "Sign out?",
        question: "You are signed in to Rollcall as",
        yes: "Sign out",
        no: "Stay signed in",
    },
    Words {
        language: "de",
        title: "Abmelden?",
        question: "Sie sind bei Rollcall angemeldet als",
        yes: "Abmelden",
        no: "Angemeldet bleiben",
    },
    Words {
        language: "es",
        title: "¿Cerrar la sesión?",
        question: "Tiene la sesión iniciada en Rollcall como",
        yes: "Cerrar sesión",
        no: "Mantener la sesión",
    },
];

/// In the first language that the browser asks for and that we have.
fn words(headers: &HeaderMap) -> &'static Words {
    let asked =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut asked = asked.split(',').map(|range| range.trim().split(['-', ';']).next().unwrap_or_default());
    asked.find_map(|language| WORDS.iter().find(|words| words.language == language)).unwrap_or(&WORDS[0])
}

/// The page. What the application sent comes back with the person's yes.
#[must_use]
pub fn ask(actor: &Actor, parameters: &Parameters, target: Option<&str>, headers: &HeaderMap) -> Response {
    let words = words(headers);
    let field = |(name, value): (&str, &str)| {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", escaped(name), escaped(value))
    };
    let fields: String = parameters.iter().filter(|(name, _)| *name != CONFIRMED).map(field).collect();
    let body = format!(
        "<p>{} <strong>{}</strong>.</p>\n<form method=\"post\" action=\"logout\">\n{fields}\
         <button name=\"{CONFIRMED}\" value=\"yes\">{}</button>\n</form>\n<p><a href=\"/\">{}</a></p>",
        words.question,
        escaped(&actor.username),
        words.yes,
        words.no
    );
    let mut response = html(StatusCode::OK, words.language, words.title, &body);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy(target));
    response
}

/// Browsers apply `form-action` to where the answer of a form leads as well: the application's origin has to be in it.
fn policy(target: Option<&str>) -> HeaderValue {
    let origin = target.and_then(|uri| {
        let (scheme, rest) = uri.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?;
        let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
        plain.then(|| format!(" {scheme}://{host}"))
    });
    let text = format!(
        "default-src 'none'; form-action 'self'{}; frame-ancestors 'none'; base-uri 'none'",
        origin.unwrap_or_default()
    );
    // What is registered is plain ASCII, without spaces and quotes; should it not be, nothing leads anywhere.
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_may_lead_to_the_application_and_nowhere_else() {
        let text = policy(Some("https://app.contoso.com:8443/bye?x=1"));
        let text = text.to_str().unwrap();
        assert!(text.contains("form-action 'self' https://app.contoso.com:8443;"), "{text}");
        assert!(policy(None).to_str().unwrap().contains("form-action 'self';"));
    }

    #[test]
    fn the_first_language_that_we_have_is_taken() {
        let headers = |text: &'static str| {
            HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(text))])
        };
        assert_eq!(words(&headers("fr-FR, de-AT;q=0.8, en;q=0.5")).language, "de");
        assert_eq!(words(&HeaderMap::new()).language, "en");
    }
}
