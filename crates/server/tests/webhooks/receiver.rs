//! The telephony side of the tests: takes POSTs on this machine, and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::support::PATIENCE;

/// A POST that came.
pub struct Received {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct Inside {
    tell: mpsc::UnboundedSender<Received>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

/// Takes webhooks until it is dropped.
pub struct Receiver {
    /// Where.
    pub url: String,
    told: mpsc::UnboundedReceiver<Received>,
    task: tokio::task::JoinHandle<()>,
}

impl Receiver {
    /// Answers with `answers` one after the other, and then with 204.
    pub async fn start(answers: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/rollcall", listener.local_addr().unwrap());
        let (tell, told) = mpsc::unbounded_channel();
        let answers = Arc::new(Mutex::new(answers.iter().copied().collect::<VecDeque<_>>()));
        let inside = Inside { tell, answers };
        let router = Router::new().route("/rollcall", post(take)).with_state(inside);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, told, task }
    }

    /// What comes next.
    pub async fn next(&mut self) -> Received {
        tokio::time::timeout(PATIENCE, self.told.recv()).await.unwrap().unwrap()
    }

    /// Nothing has come that was not looked at.
    pub fn has_nothing(&mut self) -> bool {
        self.told.try_recv().is_err()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn take(State(inside): State<Inside>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let status = inside.answers.lock().unwrap().pop_front().unwrap_or(204);
    inside.tell.send(Received { headers, body }).unwrap();
    StatusCode::from_u16(status).unwrap()
}

impl Received {
    /// A field of its header.
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// Its body, once its signature is found to be one by `secret`: as a receiver would, by the words of the specification.
    pub fn verified(&self, secret: &str) -> Value {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(self.header("webhook-id").as_bytes());
        mac.update(b".");
        mac.update(self.header("webhook-timestamp").as_bytes());
        mac.update(b".");
        mac.update(&self.body);
        let given = self.header("webhook-signature").strip_prefix("v1,").unwrap();
        mac.verify_slice(&STANDARD.decode(given).unwrap()).unwrap();
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).unwrap()
    }
}
