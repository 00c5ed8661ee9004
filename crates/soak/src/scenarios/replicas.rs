//! Two servers on one PostgreSQL behind HAProxy, which sends each request to the next one. What happens on one the other one knows; what one
//! leaves undone when it is killed the other one ends.

use std::sync::mpsc::{self, Receiver};
use std::thread;

use serde_json::{Value, json};

use super::{DATABASE, Scenario, cluster, figures, round, target, with_logs};
use crate::failure::Result;
use crate::figures::Figures;
use crate::http::{Caller, Request};
use crate::load::{Load, Target};
use crate::proxy::Proxy;
use crate::rollcall::{ORGANIZATION, Programs, Rollcall, Server};
use crate::wait::until;

/// People whom a job changes: more than a server is done with before it can be killed.
const PEOPLE: u64 = 1_000;

pub fn play(programs: &Programs, rounds: u32) -> Result<Figures> {
    let cluster = cluster(programs)?;
    let rollcall = Rollcall::on_postgres(&programs.rollcall, cluster.url_at(cluster.port(), DATABASE));
    let token = rollcall.prepare()?;
    rollcall.command(&["seed", "--org", ORGANIZATION, "--users", &PEOPLE.to_string()], "")?;
    let (mut a, b) = (Some(rollcall.serve()?), rollcall.serve()?);
    let url_of_a = a.as_ref().map(|a| a.url.clone()).unwrap_or_default();
    let proxy = Proxy::of_servers(&programs.haproxy, &[&url_of_a, &b.url])?;
    let target = target(&token, &[&b], vec![proxy.url()])?;
    until("HAProxy to find a replica", || {
        let ready = target.console.ask(&proxy.url(), &Request::get("/readyz"))?;
        Ok((ready.status == 200).then_some(()))
    })?;
    let load = Load::start(&target);
    let mut interruptions = Vec::new();
    for number in 0..rounds {
        let mut one = || -> Result<_> {
            let both = (a.as_ref().ok_or("A is not there")?, &b);
            a_session_that_ended_on_one_is_refused_by_the_other(both)?;
            an_event_made_on_one_reaches_a_listener_of_the_other(both, &target, number)?;
            let job = a_job_on(both.0, &target, number)?;
            let interruption = round(&load, number, || {
                drop(a.take());
                Ok(())
            })?;
            is_ended_by(&b, &target, &job)?;
            a = Some(rollcall.serve_again(&url_of_a)?);
            Ok(interruption)
        };
        let interruption = one();
        let servers: Vec<&Server> = a.iter().chain([&b]).collect();
        interruptions.push(with_logs(interruption, &servers)?);
    }
    with_logs(figures(Scenario::Replicas, load, &target, &rollcall, interruptions), &[&b])
}

/// At the very next request.
fn a_session_that_ended_on_one_is_refused_by_the_other((a, b): (&Server, &Server)) -> Result {
    let session = Caller::with_cookie(&a.sign_in()?);
    session.get(&b.url, &Request::get("/api/v1/me"))?;
    let sign_out = Request { method: "DELETE", ..Request::get("/api/v1/sessions/current") };
    session.get(&a.url, &sign_out)?;
    match session.ask(&b.url, &Request::get("/api/v1/me"))?.status {
        401 => Ok(()),
        status => Err(format!("a session that ended on A was answered by B with {status}").into()),
    }
}

fn an_event_made_on_one_reaches_a_listener_of_the_other(
    (a, b): (&Server, &Server),
    target: &Target,
    round: u32,
) -> Result {
    let listener = Caller::with_cookie(&b.sign_in()?);
    let lines = lines(&listener, b)?;
    // Whoever listens is told so: from here on nothing is missed.
    until("the stream to begin", || {
        Ok(lines.try_iter().any(|line| line.contains("connected")).then_some(()))
    })?;
    let site = json!({ "name": format!("Seen from afar {round}") });
    let made = target.console.get(&a.url, &Request::send("POST", "/api/v1/sites", site))?;
    let id = made["id"].as_str().ok_or("a site without an id")?;
    until("the event of a site made on A at B", || {
        Ok(lines.try_iter().any(|line| line.contains(id)).then_some(()))
    })
}

/// Lines of a stream, as they come.
fn lines(listener: &Caller, server: &Server) -> Result<Receiver<String>> {
    let stream = listener.stream(&server.url, "/api/v1/events")?;
    let (tell, told) = mpsc::channel();
    // Ends with the stream, or with whoever listens.
    thread::spawn(move || stream.take_while(|line| tell.send(line.clone()).is_ok()).for_each(drop));
    Ok(told)
}

/// Starts a job that changes everybody whom no identity provider manages, and waits until it is at it.
fn a_job_on(a: &Server, target: &Target, round: u32) -> Result<String> {
    let title = format!("Title {round}");
    let everybody = json!({ "filters": { "managed_by": "local" } });
    let body = json!({ "selection": everybody, "change": { "edit": { "job_title": title } } });
    let job = target.console.get(&a.url, &Request::send("POST", "/api/v1/users/bulk", body))?;
    let id = job["id"].as_str().ok_or("a job without an id")?.to_owned();
    until("the job to be at it", || {
        let job = job_of(a, target, &id)?;
        let done = job["done"].as_u64().unwrap_or_default();
        if job["state"] == "done" {
            return Err("the job was done before the server could be killed: seed more people".into());
        }
        Ok((done > 0).then_some(()))
    })?;
    Ok(id)
}

fn job_of(server: &Server, target: &Target, id: &str) -> Result<Value> {
    target.console.get(&server.url, &Request::get(format!("/api/v1/jobs/{id}")))
}

/// Once the lease has run out. Each row has one result, and together they are all.
fn is_ended_by(b: &Server, target: &Target, id: &str) -> Result {
    let job = until("the job to be ended by B", || {
        let job = job_of(b, target, id)?;
        Ok((job["state"] != "running" && job["state"] != "queued").then_some(job))
    })?;
    let changed = job["counts"]["changed"].as_u64();
    if job["state"] == "done" && changed.is_some() && changed == job["total"].as_u64() {
        return Ok(());
    }
    Err(format!("a job that B took over came to {job}").into())
}
