//! Two organizations on one server: one provisions as fast as it can, and the other one, which asks now and then, must not notice.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::failure::Result;
use crate::http::{Caller, Connection};
use crate::load::Limits;
use crate::report::{self, HEAD, Row};
use crate::server::{ORGANIZATION, Rollcall, Running};
use crate::stopwatch::Stopwatch;

/// The organization that asks little.
const CALM: &str = "calm";
/// What it asks each second: what Entra expects to be served.
const CALM_PER_SECOND: u32 = 25;

/// Fills the database, starts the server, measures, and prints.
pub fn run(rollcall: &Rollcall, users: u32, limits: Limits) -> Result {
    println!(
        "\n{}, {} connections of the noisy one, {} s",
        rollcall.database(),
        limits.connections,
        limits.seconds
    );
    rollcall.fill(users)?;
    rollcall
        .command(&["org", "create", "--slug", CALM, "--name", "Calm", "--owner", "owner@calm.example"], "")?;
    let server = rollcall.serve()?;
    let (noisy, calm) = (caller(rollcall, &server, ORGANIZATION)?, caller(rollcall, &server, CALM)?);
    println!("{HEAD}");
    tell("calm organization, alone", now_and_then(&calm, limits.seconds)?);
    let (stop, next) = (AtomicBool::new(false), AtomicU32::new(0));
    let watch = Stopwatch::start();
    let (measured, sent) = thread::scope(|scope| {
        let senders: Vec<_> =
            (0..limits.connections).map(|_| scope.spawn(|| flood(&noisy, &next, &stop))).collect();
        let measured = now_and_then(&calm, limits.seconds);
        stop.store(true, Ordering::Relaxed);
        let sent: u32 = senders.into_iter().filter_map(|sender| sender.join().ok()).sum();
        (measured, sent)
    });
    let per_second = f64::from(sent) / watch.elapsed().as_secs_f64();
    tell(&format!("  beside {per_second:.0} a second of another"), measured?);
    Ok(())
}

fn caller(rollcall: &Rollcall, server: &Running, organization: &str) -> Result<Caller> {
    let token =
        rollcall.command(&["scim", "token", "create", "--org", organization, "--name", "bench"], "")?;
    let headers = format!(
        "authorization: Bearer {token}\r\naccept: application/scim+json\r\ncontent-type: application/scim+json\r\n"
    );
    Ok(Caller { address: server.address, headers })
}

fn post(caller: &Caller, organization: &str, name: &str) -> Vec<u8> {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name, "externalId": name,
        "name": {"givenName": "Ada", "familyName": "Lovelace"}, "active": true,
        "emails": [{"type": "work", "value": name, "primary": true}],
    });
    caller.request("POST", &format!("/scim/{organization}/v2/Users"), &body.to_string())
}

/// Looks people up and makes people, by turns, until it is told to stop; gives how many were answered.
fn flood(caller: &Caller, next: &AtomicU32, stop: &AtomicBool) -> u32 {
    let Ok(mut connection) = Connection::open(caller.address) else { return 0 };
    let mut answered = 0;
    while !stop.load(Ordering::Relaxed) {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let name = format!("noise-{at}@bench.example");
        let bytes = if at.is_multiple_of(4) {
            post(caller, ORGANIZATION, &name)
        } else {
            let path = format!("/scim/{ORGANIZATION}/v2/Users?filter=userName%20eq%20%22{name}%22");
            caller.request("GET", &path, "")
        };
        if connection.send(&bytes).is_err() {
            return answered;
        }
        answered += 1;
    }
    answered
}

/// Makes somebody, so many times a second.
fn now_and_then(caller: &Caller, seconds: u64) -> Result<(Vec<u32>, Duration)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let mut connection = Connection::open(caller.address)?;
    let (mut micros, watch) = (Vec::new(), Stopwatch::start());
    let pause = Duration::from_secs(1) / CALM_PER_SECOND;
    for round in 0..u32::try_from(seconds).unwrap_or(1).saturating_mul(CALM_PER_SECOND) {
        // A benchmark: the time between two requests is what is measured with.
        thread::sleep((pause * round).saturating_sub(watch.elapsed()));
        let name = format!("calm-{}@calm.example", NEXT.fetch_add(1, Ordering::Relaxed));
        let one = Stopwatch::start();
        let answer = connection.send(&post(caller, CALM, &name))?;
        micros.push(u32::try_from(one.elapsed().as_micros()).unwrap_or(u32::MAX));
        if answer.status != 201 {
            return Err(format!("a new person was answered with {}", answer.status).into());
        }
    }
    micros.sort_unstable();
    Ok((micros, watch.elapsed()))
}

fn tell(name: &str, (micros, took): (Vec<u32>, Duration)) {
    report::tell(&Row { name: name.to_owned(), micros, took, cpu: None, budget: None });
}
