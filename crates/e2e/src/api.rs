//! The REST API, as a program calls it: for what has to be there before a test begins.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::server::Login;
use crate::{Failure, Outcome, Server};

/// Somebody who is signed in.
#[derive(Debug)]
pub struct Api {
    http: Client,
    url: String,
    // Kept by hand: behind TLS it is `Secure`, and a client would not send it to the server itself.
    cookie: String,
}

impl Api {
    /// Signs in with a password.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn sign_in(server: &Server, login: Login) -> Outcome<Self> {
        let (http, url) = (Client::new(), server.url.clone());
        let credentials = json!({ "username": login.username, "password": login.password });
        let answer = http.post(format!("{url}/api/v1/sessions")).json(&credentials).send().await?;
        let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        match cookie {
            Some(cookie) => Ok(Self { http, url, cookie }),
            None => Failure::because(format!("Signing in was answered with {}", answer.status())),
        }
    }

    /// What is there.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn get(&self, path: &str) -> Outcome<Value> {
        self.send(Method::GET, path, None, None).await
    }

    /// Makes or does something.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.send(Method::POST, path, Some(body), None).await
    }

    /// Changes what has that version.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn change(&self, method: Method, path: &str, body: &Value, version: &Value) -> Outcome<Value> {
        self.send(method, path, Some(body), Some(version)).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        version: Option<&Value>,
    ) -> Outcome<Value> {
        let line = format!("{method} {path}");
        let mut request =
            self.http.request(method, format!("{}{path}", self.url)).header("Cookie", &self.cookie);
        if let Some(body) = body {
            request = request.json(body);
        }
        if let Some(version) = version {
            request = request.header("If-Match", format!("\"{version}\""));
        }
        let answer = request.send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        if !status.is_success() {
            return Failure::because(format!("{line} was answered with {status}: {text}"));
        }
        Ok(if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? })
    }
}
