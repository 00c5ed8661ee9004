//! `rollcall seed`

use api::events::Subject;
use clap::Args;
use domain::{Field, ManagedBy, timestamp::DAY_MS};
use domain::{OrgId, PlanId, Role, SiteId, Status, UserId};
use store::User;
use uuid::Uuid;

use super::database::organization;
use super::names::{DEPARTMENTS, FIRST, LAST, SITES};
use super::plans::{self, Free};
use super::{Database, Error, site, tell};
use crate::app::App;
use crate::audit;
use crate::config::Config;

/// People that are written in one transaction.
const BATCH: u32 = 2_000;
/// How often the progress is told.
const TELL_EVERY: u32 = 50_000;

/// The options of `seed`.
#[derive(Debug, Args)]
pub struct Options {
    /// Slug of the organization.
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// How many people, 1 to 1000000.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    users: u32,
    /// How many sites, up to 12.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(0..=12))]
    sites: u8,
    /// Another number gives other people.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Does it.
pub(super) async fn run(database: &Database, options: &Options) -> Result<(), Error> {
    let app = database.app(Config::default()).await?;
    let organization = organization(&app, &options.org).await?;
    let sites = sites(&app, organization.id, options.sites).await?;
    let domain = format!("{}.example", organization.slug);
    let plans = plans::make(&app, organization.id, options.users).await?;
    let crowd = Crowd { seed: options.seed, domain, sites, plans };
    let added = fill(&app, organization.id, &crowd, options.users).await?;
    tell(&format!(
        "{added} people were added to {}; {} were there already.",
        organization.name,
        options.users - added
    ));
    Ok(())
}

/// The first `count` of the made-up sites; those that are not there yet are made.
pub(super) async fn sites(app: &App, org: OrgId, count: u8) -> Result<Vec<SiteId>, Error> {
    let mut ids = Vec::new();
    for (name, ..) in SITES.iter().take(usize::from(count)) {
        let found = app.store.read(org).sites().resolve(name).await?;
        ids.push(match found {
            Some(site) => site.id,
            None => site::create(app, org, name).await?,
        });
    }
    Ok(ids)
}

/// What made-up people have in common.
pub(super) struct Crowd {
    /// Another number gives other people.
    pub seed: u64,
    /// What follows `@` in usernames.
    pub domain: String,
    /// Where they work.
    pub sites: Vec<SiteId>,
    /// What some of them hold.
    pub plans: Vec<PlanId>,
}

/// Adds those of the first `count` people of `crowd` who are not there yet; returns how many.
pub(super) async fn fill(app: &App, org: OrgId, crowd: &Crowd, count: u32) -> Result<u32, Error> {
    let mut added = 0;
    let mut free = Free::read(app, org).await?;
    for start in (0..count).step_by(BATCH as usize) {
        let mut people: Vec<User> = (start..count.min(start + BATCH)).map(|i| crowd.person(app, i)).collect();
        if any_exists(app, org, &people).await? {
            people = missing(app, org, people).await?;
        }
        free.seat(&mut people);
        let batch = people.as_slice();
        app.store
            .write(org, |tx| async move {
                tx.users().insert_many(batch).await?;
                tx.announce(&audit::name(Subject::Organization), &org.to_string(), app.now());
                Ok::<_, store::Error>(())
            })
            .await?;
        added += u32::try_from(people.len()).unwrap_or(BATCH);
        if start > 0 && start % TELL_EVERY == 0 {
            tell(&format!("{start} of {count} …"));
        }
    }
    Ok(added)
}

/// Is the first or the last of them there already? Batches are written whole, so that these two stand for all.
async fn any_exists(app: &App, org: OrgId, people: &[User]) -> Result<bool, Error> {
    let reader = app.store.read(org);
    for user in people.first().into_iter().chain(people.last()) {
        if reader.users().by_username(&user.username).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn missing(app: &App, org: OrgId, people: Vec<User>) -> Result<Vec<User>, Error> {
    let reader = app.store.read(org);
    let mut missing = Vec::new();
    for user in people {
        if reader.users().by_username(&user.username).await?.is_none() {
            missing.push(user);
        }
    }
    Ok(missing)
}

/// The dice of one person: the same for the same seed and number, and different in each throw.
struct Dice(u64);

impl Dice {
    /// A number below `sides` (`SplitMix64`).
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap_or_default()
    }

    /// Does it happen, in so many of a hundred cases?
    fn percent(&mut self, cases: usize) -> bool {
        self.throw(100) < cases
    }
}

impl Crowd {
    /// Person number `i`: no two share a username.
    pub(super) fn person(&self, app: &App, i: u32) -> User {
        let mut dice = Dice(self.seed.wrapping_mul(0x1000_0000).wrapping_add(u64::from(i)));
        let (first, last, username) = self.name(i);
        let (department, titles) = DEPARTMENTS[dice.throw(DEPARTMENTS.len())];
        let (id, scim_id, now) = (UserId(app.new_id()), Uuid::from_u128(app.new_id()), app.now());
        let days_ago = |days: usize| now.plus_ms(-i64::try_from(days).unwrap_or_default() * DAY_MS);
        let created_at = days_ago(40 + dice.throw(700));
        let mut user = User {
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            email: Some(username.clone()),
            job_title: Some(titles[dice.throw(titles.len())].to_owned()),
            department: Some(department.to_owned()),
            extension: dice.percent(70).then(|| (10_000 + i).to_string()),
            directory_visible: dice.percent(85),
            last_sign_in_at: dice.percent(60).then(|| days_ago(dice.throw(30))),
            updated_at: created_at,
            role: if dice.percent(2) { Role::Auditor } else { Role::Member },
            ..User::new(id, scim_id, &username, created_at)
        };
        self.place(&mut user, &mut dice, i);
        if dice.percent(12) {
            user.status = Status::Deactivated;
            user.deactivated_at = Some(days_ago(dice.throw(40)));
        }
        if dice.percent(60) {
            manage(&mut user, i);
        }
        user.plan_id = user.site_id.and_then(|_| self.plan(i));
        user
    }

    /// The licence that somebody with a site wants, by dice of its own: everything else stays as it was without plans.
    fn plan(&self, i: u32) -> Option<PlanId> {
        let mut dice = Dice(!self.seed.wrapping_mul(0x1000_0000).wrapping_add(u64::from(i)));
        plans::wanted(&self.plans, dice.throw(100))
    }

    /// Each pair of names once; after all pairs, again with a number.
    fn name(&self, i: u32) -> (&'static str, &'static str, String) {
        let pairs = FIRST.len() * LAST.len();
        let (round, nth) = (i as usize / pairs, i as usize % pairs);
        // 4,001 is a prime that does not divide the number of pairs: a walk through all of them in a mixed order.
        let pair = (nth * 4_001 + usize::try_from(self.seed % 1_000).unwrap_or_default()) % pairs;
        let (first, last) = (FIRST[pair % FIRST.len()], LAST[pair / FIRST.len()]);
        let number = if round == 0 { String::new() } else { (round + 1).to_string() };
        (first, last, format!("{}.{}{number}@{}", ascii(first), ascii(last), self.domain))
    }

    /// Site, language, time zone and numbers; one in ten has none yet.
    fn place(&self, user: &mut User, dice: &mut Dice, i: u32) {
        if self.sites.is_empty() || dice.percent(10) {
            return;
        }
        let site = dice.throw(self.sites.len());
        let (_, locale, time_zone, phone) = SITES[site];
        user.site_id = Some(self.sites[site]);
        user.locale = Some(locale.to_owned());
        user.time_zone = Some(time_zone.to_owned());
        user.personal_phone = dice.percent(50).then(|| format!("{phone}{:02}", dice.throw(100)));
        user.phone_number = dice.percent(40).then(|| format!("{phone}{:02}", i % 100));
    }
}

/// As the identity provider would have made them (R1, R3).
fn manage(user: &mut User, i: u32) {
    user.managed_by = ManagedBy::IdentityProvider;
    user.external_id = Some(format!("{:08x}-0000-4000-8000-{:012x}", i, u64::from(i) * 7_919));
    user.scim_created_at = Some(user.created_at);
    let always = Field::ALL.into_iter().filter(|field| field.always_locked());
    user.sent = always.chain([Field::JobTitle, Field::Department, Field::Locale]).collect();
    user.extension = None;
}

/// For usernames: small letters without marks, and nothing else.
fn ascii(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .filter_map(|c| match c {
            'á' | 'ã' | 'ä' => Some('a'),
            'ç' => Some('c'),
            'é' | 'è' | 'ë' => Some('e'),
            'í' | 'ı' => Some('i'),
            'ł' => Some('l'),
            'ñ' => Some('n'),
            'ó' | 'ô' | 'ö' | 'ø' => Some('o'),
            'ş' => Some('s'),
            'ü' => Some('u'),
            'ễ' => Some('e'),
            c if c.is_ascii_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn crowd() -> Crowd {
        Crowd { seed: 1, domain: "contoso.example".to_owned(), sites: Vec::new(), plans: Vec::new() }
    }

    #[test]
    fn no_two_people_share_a_username() {
        let names: HashSet<String> = (0..20_000).map(|i| crowd().name(i).2).collect();
        assert_eq!(names.len(), 20_000);
    }

    #[test]
    fn every_name_gives_a_username_that_a_person_may_have() {
        for i in 0..10_000 {
            let (first, last, username) = crowd().name(i);
            assert!(domain::validation::email(&username).is_ok(), "{username}");
            assert!(domain::validation::person_name(first).is_ok());
            assert!(domain::validation::person_name(last).is_ok());
            assert!(!username.starts_with('.') && !username.contains(".@"), "{username}");
        }
    }
}
