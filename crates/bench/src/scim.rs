//! What Microsoft Entra ID asks for: each kind of request alone, then all of them mixed.

use serde_json::json;

use crate::failure::Result;
use crate::http::Caller;
use crate::load::{self, Limits, Measured, Shot};
use crate::people::{self, Person};
use crate::report::{self, Budget, HEAD, Row};
use crate::server::{ORGANIZATION, Rollcall, Running};

/// A kind of request.
#[derive(Clone, Copy)]
enum Kind {
    Get,
    Lookup,
    Patch,
    Post,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Get, Self::Lookup, Self::Patch, Self::Post];

    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET by id",
            Self::Lookup => "lookup by userName",
            Self::Patch => "PATCH of one attribute",
            Self::Post => "POST of a new person",
        }
    }

    const fn budget(self) -> Budget {
        Budget::PerSecond(match self {
            Self::Get => 5_000,
            Self::Lookup => 4_000,
            Self::Patch => 1_500,
            Self::Post => 800,
        })
    }

    /// Which one comes at that place of the mix: of a hundred requests 45 look somebody up, 35 read, 18 change, and
    /// 2 make somebody new.
    const fn of_mix(at: u32) -> Self {
        // 37 has no divisor in common with 100: the kinds come mixed, and each as often as it should.
        match at * 37 % 100 {
            0..45 => Self::Lookup,
            45..80 => Self::Get,
            80..98 => Self::Patch,
            _ => Self::Post,
        }
    }
}

/// Fills the database, starts the server, measures, and prints.
pub fn run(rollcall: &Rollcall, users: u32, limits: Limits) -> Result {
    println!(
        "\n{}, {} connections, {} s an operation",
        rollcall.database(),
        limits.connections,
        limits.seconds
    );
    rollcall.fill(users)?;
    let token =
        rollcall.command(&["scim", "token", "create", "--org", ORGANIZATION, "--name", "bench"], "")?;
    let server = rollcall.serve()?;
    let idle = server.memory();
    let headers = format!(
        "authorization: Bearer {token}\r\naccept: application/scim+json\r\ncontent-type: application/scim+json\r\n"
    );
    let caller = Caller { address: server.address, headers };
    let base = format!("/scim/{ORGANIZATION}/v2");
    let people = people::read(&caller, &base)?;
    let entra = Entra { caller, base, people };
    println!("{HEAD}");
    for (round, kind) in (0..).zip(Kind::ALL) {
        let measured = entra.measure(&server, limits, round, |_| kind)?;
        alone(kind, measured, rollcall.is_embedded().then(|| kind.budget()));
    }
    mixed(entra.measure(&server, limits, 9, Kind::of_mix)?);
    tell_memory(&server, idle);
    Ok(())
}

fn alone(kind: Kind, mut measured: Measured, budget: Option<Budget>) {
    let micros = std::mem::take(&mut measured.micros[kind as usize]);
    let requests = u32::try_from(micros.len()).unwrap_or(u32::MAX).max(1);
    let cpu = Some(measured.server_cpu / requests);
    let (name, took) = (kind.name().to_owned(), measured.took);
    report::tell(&Row { name, micros, took, cpu, budget });
}

fn mixed(measured: Measured) {
    let mut all: Vec<u32> = measured.micros.iter().flatten().copied().collect();
    all.sort_unstable();
    let requests = u32::try_from(all.len()).unwrap_or(u32::MAX).max(1);
    let (took, cpu) = (measured.took, Some(measured.server_cpu / requests));
    report::tell(&Row { name: "all of them, mixed".to_owned(), micros: all, took, cpu, budget: None });
    for (kind, micros) in Kind::ALL.into_iter().zip(measured.micros) {
        report::tell(&Row { name: format!("  {}", kind.name()), micros, took, cpu: None, budget: None });
    }
}

/// Budgets: it starts within 200 ms, and takes 40 MB while nobody asks for anything.
fn tell_memory(server: &Running, idle: Option<(u64, u64)>) {
    let megabytes = |kilobytes: u64| format!("{:.1} MB", kilobytes as f64 / 1_024.0);
    println!("server started in {} ms (budget 200)", server.started_in.as_millis());
    report::fact("start of the server", server.started_in.as_secs_f64() * 1_000.0, "ms", Some(200.0));
    if let (Some((_, idle)), Some((peak, now))) = (idle, server.memory()) {
        report::fact("memory while nobody asks", idle as f64 / 1_024.0, "MB", Some(40.0));
        report::fact("memory at most", peak as f64 / 1_024.0, "MB", None);
        println!(
            "memory of the server: {} idle (budget 40 MB), {} at most, {} afterwards",
            megabytes(idle),
            megabytes(peak),
            megabytes(now)
        );
    }
}

/// The identity provider.
struct Entra {
    caller: Caller,
    base: String,
    people: Vec<Person>,
}

impl Entra {
    fn measure(
        &self,
        server: &Running,
        limits: Limits,
        round: u32,
        kind: impl Fn(u32) -> Kind + Sync,
    ) -> Result<Measured> {
        let shot = |at: u32| self.shot(kind(at), round, at);
        load::run(&self.caller, server, Kind::ALL.len(), limits, shot)
    }

    /// Request number `at` of that round.
    fn shot(&self, kind: Kind, round: u32, at: u32) -> Shot {
        // 7,919 is a prime: a walk through all people in a mixed order.
        let person = &self.people[(at as usize).wrapping_mul(7_919) % self.people.len()];
        let users = format!("{}/Users", self.base);
        let (method, path, body, status) = match kind {
            Kind::Get => ("GET", format!("{users}/{}", person.id), String::new(), 200),
            Kind::Lookup => ("GET", lookup(&users, &person.user_name), String::new(), 200),
            Kind::Patch => ("PATCH", format!("{users}/{}", person.id), patch(round, at), 200),
            Kind::Post => ("POST", users, post(round, at), 201),
        };
        Shot { kind: kind as usize, bytes: self.caller.request(method, &path, &body), status }
    }
}

fn lookup(users: &str, user_name: &str) -> String {
    format!("{users}?filter=userName+eq+%22{}%22", user_name.replace('@', "%40"))
}

/// Another title each time: a PATCH that changes nothing writes nothing.
fn patch(round: u32, at: u32) -> String {
    let operation = json!({"op": "Replace", "path": "title", "value": format!("Engineer {round}-{at}")});
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]})
        .to_string()
}

fn post(round: u32, at: u32) -> String {
    let user_name = format!("new.{round}.{at}@bench.example");
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "externalId": format!("00000000-0000-4000-{round:04}-{at:012}"),
        "userName": user_name,
        "active": true,
        "emails": [{"primary": true, "type": "work", "value": user_name}],
        "phoneNumbers": [{"type": "mobile", "value": "+44 20 7946 0000"}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "New Person", "familyName": "Person", "givenName": "New"},
        "title": "Engineer",
        "roles": [],
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_hundred_mixed_requests_each_kind_has_its_share() {
        let mut counts = [0; 4];
        (0..100).for_each(|at| counts[Kind::of_mix(at) as usize] += 1);
        assert_eq!(counts, [35, 45, 18, 2]);
    }
}
