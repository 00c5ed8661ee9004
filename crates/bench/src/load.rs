//! One kind of request, or a mix of them, on many connections at once, until the time or the number is used up.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::failure::Result;
use crate::http::{Caller, Connection};
use crate::server::Running;
use crate::stopwatch::Stopwatch;

/// Most requests of one measurement: bounds memory, and how many people a measurement of POST adds.
const MOST: u32 = 300_000;

/// How much to ask for.
#[derive(Clone, Copy)]
pub struct Limits {
    /// For so long.
    pub seconds: u64,
    /// On so many connections.
    pub connections: u16,
    /// Requests before the clock starts: caches fill, and connections to the database open.
    pub warm_up: u32,
}

/// A request to send, and the status that answers it.
pub struct Shot {
    /// Which operation it is, for a mix.
    pub kind: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The status that it must have.
    pub status: u16,
}

/// What a measurement gave.
pub struct Measured {
    /// The time of each request, by kind, in microseconds, in ascending order.
    pub micros: Vec<Vec<u32>>,
    /// From the first to the last request.
    pub took: Duration,
    /// The time of processors that the server used meanwhile.
    pub server_cpu: Duration,
}

/// Sends what `shot` makes of 0, 1, 2 …; no two calls get the same number.
///
/// Fails at the first answer with another status than it must have.
pub fn run(
    caller: &Caller,
    server: &Running,
    kinds: usize,
    limits: Limits,
    shot: impl Fn(u32) -> Shot + Sync,
) -> Result<Measured> {
    run_at_most(caller, server, kinds, limits, MOST, shot)
}

/// The same with at most so many requests.
pub fn run_at_most(
    caller: &Caller,
    server: &Running,
    kinds: usize,
    limits: Limits,
    most: u32,
    shot: impl Fn(u32) -> Shot + Sync,
) -> Result<Measured> {
    let next = AtomicU32::new(0);
    volley(caller, kinds, 4, &next, &|at| (at < limits.warm_up).then(|| shot(at)))?;
    // The numbers of the warm-up are used up; those that were taken without being sent are not missed.
    let cpu_before = server.cpu();
    let watch = Stopwatch::start();
    let deadline = Duration::from_secs(limits.seconds);
    let bounded = |at: u32| (at < most && watch.elapsed() < deadline).then(|| shot(at));
    let mut micros = volley(caller, kinds, limits.connections, &next, &bounded)?;
    let took = watch.elapsed();
    micros.iter_mut().for_each(|kind| kind.sort_unstable());
    Ok(Measured { micros, took, server_cpu: server.cpu().saturating_sub(cpu_before) })
}

/// All connections at once, until there is nothing more to send; gives the times by kind.
fn volley(
    caller: &Caller,
    kinds: usize,
    connections: u16,
    next: &AtomicU32,
    shot: &(impl Fn(u32) -> Option<Shot> + Sync),
) -> Result<Vec<Vec<u32>>> {
    let one = || -> Result<Vec<Vec<u32>>> {
        let mut connection = Connection::open(caller.address)?;
        let mut micros = vec![Vec::new(); kinds];
        while let Some(shot) = shot(next.fetch_add(1, Ordering::Relaxed)) {
            let watch = Stopwatch::start();
            let answer = connection.send(&shot.bytes)?;
            let took = u32::try_from(watch.elapsed().as_micros()).unwrap_or(u32::MAX);
            if answer.status != shot.status {
                let (sent, body) =
                    (String::from_utf8_lossy(&shot.bytes), String::from_utf8_lossy(&answer.body));
                let sent = sent.lines().next().unwrap_or_default();
                return Err(format!("{sent} was answered with {}: {body}", answer.status).into());
            }
            micros[shot.kind].push(took);
        }
        Ok(micros)
    };
    let threads = thread::scope(|scope| {
        let started: Vec<_> = (0..connections).map(|_| scope.spawn(one)).collect();
        started.into_iter().map(|thread| thread.join()).collect::<Vec<_>>()
    });
    let mut all = vec![Vec::new(); kinds];
    for thread in threads {
        let micros = thread.map_err(|_| "a thread of the load generator panicked")??;
        all.iter_mut().zip(micros).for_each(|(all, own)| all.extend(own));
    }
    Ok(all)
}
