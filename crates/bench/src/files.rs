//! The list of users as a file, and a file of users taken in: how long it takes, and what memory.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::failure::Result;
use crate::http::Caller;
use crate::report;
use crate::server::{Rollcall, Running};
use crate::stopwatch::Stopwatch;

/// People in the file.
const LINES: u32 = 100_000;
/// Check and import together should take no longer.
const IMPORT_SECONDS: f64 = 60.0;
/// The server should have no more memory while it sends a file, in MB.
const EXPORT_MEGABYTES: f64 = 64.0;
/// How often a job is asked whether it is over.
const ASK_EVERY: Duration = Duration::from_millis(200);

/// Measures on servers of their own, so that the memory is that of the file alone.
pub fn run(rollcall: &Rollcall, sign_in: impl Fn(&Running) -> Result<Caller>) -> Result {
    {
        let server = rollcall.serve()?;
        let caller = sign_in(&server)?;
        export(&server, &caller)?;
    }
    let server = rollcall.serve()?;
    let caller = sign_in(&server)?;
    import(&server, &caller, "new", "Research")?;
    import(&server, &caller, "changed", "Development")
}

/// The most memory of the server's own, in MB, and the most with what is mapped from files.
fn megabytes(server: &Running) -> (f64, f64) {
    let (most, _) = server.memory().unwrap_or_default();
    (server.own_memory() as f64 / 1_024.0, most as f64 / 1_024.0)
}

const fn verdict(kept: bool) -> &'static str {
    if kept { "kept" } else { "MISSED" }
}

fn export(server: &Running, caller: &Caller) -> Result {
    let (before, _) = megabytes(server);
    let watch = Stopwatch::start();
    let (bytes, lines) = download(caller, "/api/v1/users/export")?;
    let seconds = watch.elapsed().as_secs_f64();
    let (more, mapped) = megabytes(server);
    let people = format!("export of {} people: memory", lines.saturating_sub(1));
    report::fact(&people, more, "MB", Some(EXPORT_MEGABYTES));
    report::fact("export: people a second", lines as f64 / seconds.max(1e-6), "/s", None);
    println!(
        "export of {} people, all columns: {:.1} MB in {seconds:.1} s ({:.0} people/s), memory {before:.1} → {more:.1} MB (with mapped files {mapped:.1})  ≤ {EXPORT_MEGABYTES} MB  {}",
        lines.saturating_sub(1),
        bytes as f64 / 1_048_576.0,
        lines as f64 / seconds.max(1e-6),
        verdict(more <= EXPORT_MEGABYTES)
    );
    Ok(())
}

/// Reads a file to its end without keeping it. By HTTP/1.0: the end of the connection is the end of the file.
fn download(caller: &Caller, path: &str) -> Result<(u64, u64)> {
    let mut stream = TcpStream::connect(caller.address)?;
    let request = format!("GET {path} HTTP/1.0\r\nhost: {}\r\n{}\r\n", caller.address, caller.headers);
    stream.write_all(request.as_bytes())?;
    let (mut bytes, mut lines) = (0_u64, 0_u64);
    let mut chunk = vec![0; 256 * 1_024];
    let read = stream.read(&mut chunk)?;
    if !chunk
        .get(..read)
        .is_some_and(|head| head.starts_with(b"HTTP/1.0 200") || head.starts_with(b"HTTP/1.1 200"))
    {
        return Err(
            format!("{path} was answered with {}", String::from_utf8_lossy(&chunk[..read.min(200)])).into()
        );
    }
    let head = chunk[..read].windows(4).position(|four| four == b"\r\n\r\n").map_or(read, |end| end + 4);
    let mut count = |part: &[u8]| {
        bytes += part.len() as u64;
        lines += part.iter().filter(|byte| **byte == b'\n').count() as u64;
    };
    count(&chunk[head..read]);
    loop {
        match stream.read(&mut chunk)? {
            0 => return Ok((bytes, lines)),
            read => count(&chunk[..read]),
        }
    }
}

/// Uploads, checks and takes in a file of people who are new the first time, and changed the second time.
fn import(server: &Running, caller: &Caller, what: &str, department: &str) -> Result {
    let mut file = "Username,First name,Last name,Email,Department,Phone number\n".to_owned();
    for i in 0..LINES {
        file.push_str(&format!(
            "imported.{i}@bench.example,Imported,Person {i},imported.{i}@bench.example,{department},+44 20 7946 {:04}\n",
            i % 10_000
        ));
    }
    let uploader = Caller {
        headers: caller.headers.replace("application/json\r\naccept", "text/csv\r\naccept"),
        ..caller.clone()
    };
    let watch = Stopwatch::start();
    let import = answer(&uploader, "/api/v1/users/import", &file)?;
    let uploaded = watch.elapsed().as_secs_f64();
    let path = format!("/api/v1/users/import/{}", import["id"].as_str().ok_or("an upload has no id")?);
    let watch = Stopwatch::start();
    finish(
        caller,
        &answer(caller, &format!("{path}/check"), &json!({"mapping": import["mapping"]}).to_string())?,
    )?;
    let checked = watch.elapsed().as_secs_f64();
    let watch = Stopwatch::start();
    let job = finish(caller, &answer(caller, &format!("{path}/run"), "{}")?)?;
    let taken = watch.elapsed().as_secs_f64();
    let all = uploaded + checked + taken;
    report::fact(&format!("import of {LINES} {what} people"), all, "s", Some(IMPORT_SECONDS));
    println!(
        "import of {LINES} {what} people: upload {uploaded:.1} s, check {checked:.1} s, import {taken:.1} s, together {all:.1} s, {:.1} MB of memory at most  ≤ {IMPORT_SECONDS} s  {}",
        megabytes(server).0,
        verdict(all <= IMPORT_SECONDS)
    );
    let done = job["counts"]["created"].as_u64().unwrap_or_default()
        + job["counts"]["changed"].as_u64().unwrap_or_default();
    if done == u64::from(LINES) {
        Ok(())
    } else {
        Err(format!("only {done} lines were taken in: {job}").into())
    }
}

fn answer(caller: &Caller, path: &str, body: &str) -> Result<Value> {
    let answer = caller.ask("POST", path, body)?;
    if answer.status != 201 {
        return Err(format!(
            "{path} was answered with {}: {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        )
        .into());
    }
    Ok(serde_json::from_slice(&answer.body)?)
}

/// Waits for the end of a job.
fn finish(caller: &Caller, job: &Value) -> Result<Value> {
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().ok_or("a job has no id")?);
    loop {
        let job: Value = serde_json::from_slice(&caller.ask("GET", &path, "")?.body)?;
        match job["state"].as_str() {
            Some("queued" | "running") => thread::sleep(ASK_EVERY),
            Some("done") => return Ok(job),
            _ => return Err(format!("a job did not come to its end: {job}").into()),
        }
    }
}
