//! An organization, a person of it, and an application that they sign in to.

use std::collections::HashMap;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::{ApplicationKind, Role};
use reqwest::Method;
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use serde_json::{Value, json};
use server::ids::{Random, SystemIds};
use server::oidc::keys;
use store::SigningKey;

use crate::support::{Answer, Caller, Organization, Person, Server};

/// Where the application is answered.
pub const CALLBACK: &str = "https://app.example/callback";
/// Where it goes after signing out.
pub const GOODBYE: &str = "https://app.example/goodbye";
/// What proves that the code is the application's own.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Makes two tests of each function: one for each database.
macro_rules! on_both {
    ($(async fn $name:ident($world:ident: &World) $body:block)+) => {
        $crate::both! {
            $(async fn $name(server: &Server) {
                let world = $crate::oidc::world::World::new(server).await;
                let $world = &world;
                $body
            })+
        }
    };
}
pub(crate) use on_both;

/// An application as it is registered, with its secret.
#[derive(Clone)]
pub struct Registered {
    pub id: String,
    pub secret: Option<String>,
}

pub struct World<'a> {
    pub server: &'a Server,
    pub contoso: Organization<'a>,
    pub ada: Person,
    pub app: Registered,
}

/// SHA-256 in base64url.
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(server::secret::digest(verifier.as_bytes()))
}

/// As a query or a form.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The parameters of the address that a browser is sent to, which begins with `start`.
pub fn sent_to(answer: &Answer, start: &str) -> HashMap<String, String> {
    assert_eq!(answer.status, 303, "{}", answer.text);
    let location = answer.header("location");
    let query = location.strip_prefix(start).unwrap_or_else(|| panic!("{location} begins with {start}"));
    form_urlencoded::parse(query.trim_start_matches(['?', '&']).as_bytes()).into_owned().collect()
}

impl Registered {
    /// `Authorization: Basic …`
    pub fn basic(&self) -> String {
        let pair = format!("{}:{}", self.id, self.secret.as_deref().unwrap_or_default());
        format!("Basic {}", STANDARD.encode(pair))
    }
}

impl<'a> World<'a> {
    pub async fn new(server: &'a Server) -> Self {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        give_keys(server, &contoso).await;
        let app = register(&contoso, ApplicationKind::Confidential).await;
        Self { server, contoso, ada, app }
    }

    /// A request to sign in, with some parameters changed: an empty value takes one away.
    pub fn asking(&self, app: &Registered, changes: &[(&str, &str)]) -> String {
        let challenge = challenge(VERIFIER);
        let mut all = vec![
            ("client_id", app.id.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", "xyz"),
            ("nonce", "n-0S6"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        for (name, value) in changes {
            all.retain(|(known, _)| known != name);
            all.push((name, value));
        }
        all.retain(|(_, value)| !value.is_empty());
        format!("{}?{}", self.path("authorize"), encoded(&all))
    }

    /// Below the issuer.
    pub fn path(&self, path: &str) -> String {
        format!("/oidc/{}/{path}", self.contoso.slug)
    }

    pub fn issuer(&self) -> String {
        format!("{}/oidc/{}", self.server.url, self.contoso.slug)
    }

    /// Ada signs in to the application: the code.
    pub async fn code(&self, app: &Registered, changes: &[(&str, &str)]) -> String {
        self.code_in(&self.ada, app, changes).await
    }

    /// Likewise in another browser.
    pub async fn code_in(&self, browser: &Caller, app: &Registered, changes: &[(&str, &str)]) -> String {
        let answer = browser.get(&self.asking(app, changes)).await;
        let sent = sent_to(&answer, CALLBACK);
        sent.get("code").unwrap_or_else(|| panic!("{sent:?}")).clone()
    }

    /// A form to an endpoint for programs.
    pub async fn form(&self, endpoint: &str, basic: Option<&str>, pairs: &[(&str, &str)]) -> Answer {
        self.form_at(&self.path(endpoint), basic, pairs).await
    }

    pub async fn form_at(&self, path: &str, basic: Option<&str>, pairs: &[(&str, &str)]) -> Answer {
        let program = self.server.anybody();
        let request = program.request(Method::POST, path);
        let request =
            request.header("content-type", "application/x-www-form-urlencoded").body(encoded(pairs));
        let request = match basic {
            Some(basic) => request.header("authorization", basic),
            None => request,
        };
        program.send(request).await
    }

    /// The exchange of a code by the application, with some parameters changed.
    pub async fn exchange(&self, app: &Registered, code: &str, changes: &[(&str, &str)]) -> Answer {
        let mut all = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.as_client(app, &mut all, changes).await
    }

    /// The exchange of a refresh token.
    pub async fn refresh(&self, app: &Registered, token: &str, changes: &[(&str, &str)]) -> Answer {
        let mut all = vec![("grant_type", "refresh_token"), ("refresh_token", token)];
        self.as_client(app, &mut all, changes).await
    }

    async fn as_client<'b>(
        &self,
        app: &'b Registered,
        all: &mut Vec<(&'b str, &'b str)>,
        changes: &[(&'b str, &'b str)],
    ) -> Answer {
        for (name, value) in changes {
            all.retain(|(known, _)| known != name);
            all.push((name, value));
        }
        all.retain(|(_, value)| !value.is_empty());
        match app.secret {
            Some(_) => self.form("token", Some(&app.basic()), all).await,
            None => {
                all.push(("client_id", &app.id));
                self.form("token", None, all).await
            }
        }
    }

    /// Ada signs in, and the application has its tokens.
    pub async fn tokens(&self, app: &Registered, changes: &[(&str, &str)]) -> Tokens {
        let code = self.code(app, changes).await;
        Tokens::of(&self.exchange(app, &code, &[]).await)
    }

    /// Who the access token is about.
    pub async fn userinfo(&self, access: &str) -> Answer {
        let program = self.server.anybody();
        let request = program.request(Method::GET, &self.path("userinfo"));
        program.send(request.header("authorization", format!("Bearer {access}"))).await
    }

    /// Nothing of it works any more.
    pub async fn assert_dead(&self, app: &Registered, tokens: &Tokens) {
        let answer = self.userinfo(&tokens.access).await;
        assert_eq!(answer.status, 401, "the access token: {}", answer.text);
        refused(&self.refresh(app, &tokens.refresh, &[]).await, 400, "invalid_grant");
    }

    pub async fn assert_alive(&self, tokens: &Tokens) {
        let answer = self.userinfo(&tokens.access).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

/// What the token endpoint gave.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
    pub id: String,
    pub body: Value,
}

impl Tokens {
    pub fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
        let body: Value = answer.json();
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        Self { access: text("access_token"), refresh: text("refresh_token"), id: text("id_token"), body }
    }

    /// What the ID token says; its signature is not looked at.
    pub fn claims(&self) -> Value {
        part(&self.id, 1)
    }

    /// Its header.
    pub fn header(&self) -> Value {
        part(&self.id, 0)
    }
}

fn part(token: &str, at: usize) -> Value {
    let text = token.split('.').nth(at).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

/// An error of a program's endpoint, by its name.
pub fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let body: Value = answer.json();
    assert_eq!(body["error"], error, "{}", answer.text);
    let description = body["error_description"].as_str().unwrap();
    assert!(description.ends_with('.') && !description.contains(['"', '\\']), "{description}");
}

/// Two private keys, made once for all tests: making one takes a second of a processor.
static KEYS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    [1, 2].map(|_| {
        let mut random = Random::new(&SystemIds::default());
        let key = RsaPrivateKey::new(&mut random, keys::BITS).unwrap();
        key.to_pkcs1_der().unwrap().to_bytes().to_vec()
    })
});

/// The first keys of an organization, as the server would make them.
async fn give_keys(server: &Server, contoso: &Organization<'_>) {
    let now = server.app.now();
    let [first, second] = [1, 2].map(|number| {
        keys::sealed(&server.app, contoso.id, (number, now), &KEYS[number as usize - 1]).unwrap()
    });
    let both = &[SigningKey { signs_since: Some(now), ..first }, second];
    let stored = server.store().write(contoso.id, |tx| async move {
        tx.signing_keys().insert(&both[0]).await?;
        tx.signing_keys().insert(&both[1]).await
    });
    stored.await.unwrap();
}

/// A new application of that kind; a confidential one with a secret.
pub async fn register(contoso: &Organization<'_>, kind: ApplicationKind) -> Registered {
    let new = json!({
        "name": "Payroll",
        "kind": kind,
        "redirect_uris": [CALLBACK, "http://127.0.0.1/callback"],
        "post_logout_redirect_uris": [GOODBYE],
    });
    let made = contoso.owner.post("/api/v1/applications", &new).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json::<Value>()["id"].as_str().unwrap().to_owned();
    let secret = match kind {
        ApplicationKind::Confidential => {
            let made = contoso.owner.post(&format!("/api/v1/applications/{id}/secrets"), &json!({})).await;
            assert_eq!(made.status, 201, "{}", made.text);
            Some(made.json::<Value>()["value"].as_str().unwrap().to_owned())
        }
        ApplicationKind::Public => None,
    };
    Registered { id, secret }
}
