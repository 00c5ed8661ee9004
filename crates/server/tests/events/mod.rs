//! Live updates: what changed comes as it happens, and again after the connection was lost.

use std::time::Duration;

use api::events::{Occurrences, Subject};
use api::history::Action;
use api::{Code, NoBody};
use domain::Role;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use store::User;

use crate::both;
use crate::support::Caller;

/// Longer than anything here takes: a test that waits for so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open stream.
struct Stream {
    response: Response,
    buffer: String,
}

/// One event: its fields by name.
#[derive(Debug, Default, Clone)]
struct Event {
    id: String,
    event: String,
    data: String,
}

impl Event {
    fn data(&self) -> Value {
        serde_json::from_str(&self.data).unwrap()
    }
}

impl Stream {
    async fn open(caller: &Caller, last: Option<&str>) -> Self {
        let mut request = caller.request(Method::GET, "/api/v1/events");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, buffer: String::new() }
    }

    /// The last event before the server ends the stream.
    async fn last(&mut self) -> Event {
        let mut last = Event::default();
        while let Some(event) = self.next().await {
            last = event;
        }
        last
    }

    /// The next event; nothing when the server has ended the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.buffer.split_once("\n\n") {
                let event = parse(event);
                self.buffer = rest.to_owned();
                return Some(event);
            }
            let chunk =
                tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("the stream is silent");
            self.buffer.push_str(std::str::from_utf8(&chunk.ok()??).unwrap());
        }
    }
}

fn parse(text: &str) -> Event {
    let mut event = Event::default();
    for line in text.lines() {
        match line.split_once(':').map(|(name, value)| (name, value.trim_start())) {
            Some(("id", value)) => event.id = value.to_owned(),
            Some(("event", value)) => event.event = value.to_owned(),
            Some(("data", value)) => event.data = value.to_owned(),
            _ => {}
        }
    }
    event
}

both! {
    async fn a_change_comes_to_everybody_of_the_organization_and_to_nobody_else(server: &Server) {
        let (contoso, fabrikam) = (server.organization("contoso").await, server.organization("fabrikam").await);
        let auditor = contoso.person("ada", Role::Auditor).await;
        let mut here = Stream::open(&auditor, None).await;
        let mut elsewhere = Stream::open(&fabrikam.owner, None).await;
        assert!(here.next().await.unwrap().data.is_empty(), "the first says only where the feed is");
        elsewhere.next().await.unwrap();
        let site: Value = contoso.owner.post("/api/v1/sites", &json!({"name": "London"})).await.json();
        let event = here.next().await.unwrap();
        assert_eq!(event.data(), json!({"subject": "site", "id": site["id"]}));
        let theirs: Value = fabrikam.owner.post("/api/v1/sites", &json!({"name": "Paris"})).await.json();
        assert_eq!(elsewhere.next().await.unwrap().data()["id"], theirs["id"]);
    }

    async fn after_a_lost_connection_what_was_missed_comes_in_order_and_once(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut stream = Stream::open(&contoso.owner, None).await;
        let start = stream.next().await.unwrap().id;
        drop(stream);
        let mut made = Vec::new();
        for name in ["London", "Paris", "Berlin"] {
            made.push(contoso.owner.post("/api/v1/sites", &json!({"name": name})).await.json::<Value>()["id"].clone());
        }
        let mut stream = Stream::open(&contoso.owner, Some(&start)).await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            let event = stream.next().await.unwrap();
            ids.push(event.id.parse::<i64>().unwrap());
            assert_eq!(event.data()["id"], made[ids.len() - 1]);
        }
        let first = start.parse::<i64>().unwrap() + 1;
        assert_eq!(ids, [first, first + 1, first + 2]);
        let last: Value = contoso.owner.post("/api/v1/sites", &json!({"name": "Rome"})).await.json();
        assert_eq!(stream.next().await.unwrap().data()["id"], last["id"]);
    }

    async fn who_was_away_too_long_is_told_to_read_everything_anew(server: &Server) {
        let contoso = server.organization("contoso").await;
        contoso.owner.post("/api/v1/sites", &json!({"name": "London"})).await;
        server.clock.advance(1);
        let now = server.app.now();
        server.store().write(contoso.id, |tx| async move { tx.trim_feed(now).await }).await.unwrap();
        contoso.owner.post("/api/v1/sites", &json!({"name": "Paris"})).await;
        for last in ["0", "999999"] {
            let event = Stream::open(&contoso.owner, Some(last)).await.next().await.unwrap();
            assert_eq!(event.event, "reset", "after {last}");
        }
    }

    async fn r7_the_stream_of_a_deactivated_person_ends(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Admin).await;
        let mut stream = Stream::open(&ada, None).await;
        stream.next().await.unwrap();
        contoso.owner.post(&format!("/api/v1/users/{}/deactivate", ada.user.id), &NoBody {}).await;
        assert_eq!(stream.last().await.event, "reset", "the page reads anew, and learns that it may not");
    }

    async fn r32_the_stream_of_a_person_whose_role_has_changed_ends(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Auditor).await;
        let mut stream = Stream::open(&ada, None).await;
        stream.next().await.unwrap();
        let (before, after) = (&ada.user, &User { role: Role::Member, ..ada.user.clone() });
        let demoted = server.store().write(contoso.id, |tx| async move { tx.users().update(before, after.clone()).await });
        demoted.await.unwrap();
        assert_eq!(stream.last().await.event, "reset", "the page reads anew, and learns that it may not");
        assert_eq!(ada.get("/api/v1/events").await.problem().code, Code::Forbidden);
    }

    async fn who_polls_misses_nothing_gets_nothing_twice_and_sees_what_was_done(server: &Server) {
        let contoso = server.organization("contoso").await;
        let poll = async |cursor: &str| {
            let answer = contoso.owner.get(&format!("/api/v1/events?limit=2&cursor={cursor}")).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            answer.json::<Occurrences>()
        };
        let begin = poll("head").await;
        assert!(begin.items.is_empty() && !begin.more);
        for name in ["London", "Paris", "Berlin"] {
            contoso.owner.post("/api/v1/sites", &json!({"name": name})).await;
        }
        let first = poll(&begin.next_cursor).await;
        assert_eq!((first.items.len(), first.more), (2, true));
        assert!(first.items.iter().all(|item| item.action == Some(Action::SiteCreated)));
        let second = poll(&first.next_cursor).await;
        assert_eq!((second.items.len(), second.more), (1, false));
        let last = poll(&second.next_cursor).await;
        assert_eq!((last.items.len(), &last.next_cursor), (0, &second.next_cursor));
        let ada = contoso.person("ada", Role::Member).await;
        contoso.owner.post(&format!("/api/v1/users/{}/deactivate", ada.user.id), &NoBody {}).await;
        let page = poll(&last.next_cursor).await;
        let off = page.items.iter().find(|item| item.action == Some(Action::UserDeactivated)).unwrap();
        assert_eq!((off.subject, &off.id), (Subject::User, &ada.user.id.to_string()));
    }

    async fn a_cursor_that_is_none_or_too_old_is_refused(server: &Server) {
        let contoso = server.organization("contoso").await;
        contoso.owner.post("/api/v1/sites", &json!({"name": "London"})).await;
        server.clock.advance(1);
        let now = server.app.now();
        server.store().write(contoso.id, |tx| async move { tx.trim_feed(now).await }).await.unwrap();
        contoso.owner.post("/api/v1/sites", &json!({"name": "Paris"})).await;
        for cursor in ["0", "999999", "-1", "tail", ""] {
            let problem = contoso.owner.get(&format!("/api/v1/events?cursor={cursor}")).await.problem();
            assert_eq!(problem.code, Code::InvalidCursor, "{cursor}");
        }
        let refused = contoso.owner.get("/api/v1/events?cursor=head&limit=0").await.problem();
        assert_eq!(refused.code, Code::InvalidFields);
    }

    async fn the_stream_ends_with_its_session(server: &Server) {
        let contoso = server.organization("contoso").await;
        let other = contoso.sign_in(contoso.owner.user.id).await;
        let mut stream = Stream::open(&other, None).await;
        stream.next().await.unwrap();
        other.delete("/api/v1/sessions/current").await;
        assert_eq!(stream.last().await.event, "reset", "the page reads anew, and learns that it may not");
        contoso.owner.read::<api::sessions::Me>().await;
    }

    async fn one_person_has_only_so_many_streams_and_a_closed_one_makes_room(server: &Server) {
        let contoso = server.organization("contoso").await;
        let mut open = Vec::new();
        for _ in 0..16 {
            open.push(Stream::open(&contoso.owner, None).await);
        }
        assert_eq!(contoso.owner.get("/api/v1/events").await.problem().code, Code::TooManyAttempts);
        open.clear();
        let mut ticks = tokio::time::interval(Duration::from_millis(5));
        let retried = async {
            while contoso.owner.request(Method::GET, "/api/v1/events").send().await.unwrap().status() != 200 {
                ticks.tick().await;
            }
        };
        tokio::time::timeout(PATIENCE, retried).await.expect("a closed stream makes room");
    }
}

#[tokio::test]
async fn streams_end_at_once_when_the_server_stops() {
    let server = crate::support::Server::on_sqlite().await;
    let contoso = server.organization("contoso").await;
    let mut stream = Stream::open(&contoso.owner, None).await;
    stream.next().await.unwrap();
    let reader = tokio::spawn(async move { while stream.next().await.is_some() {} });
    drop(contoso);
    server.stop().await;
    reader.await.unwrap();
}
