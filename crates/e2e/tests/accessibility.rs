//! Every page and state, in both themes: axe-core with all of its rules, and a picture at 1280 and at 375 for people to
//! look at (`$CARGO_TARGET_DIR/e2e-pages`).

use std::collections::BTreeMap;

use e2e::entra::{Entra, Form, Person};
use e2e::process::results_dir;
use e2e::{Browser, Database, Failure, Outcome, Stage, Theme, any, containing, play};
use serde_json::json;

use crate::common::{as_owner, seed, site, token};
use crate::users_import::{FILE, drop_file};

#[test]
fn axe_finds_nothing_on_an_empty_organization_in_light() {
    play(async |stage: Stage| empty(&stage, Theme::Light).await);
}

#[test]
fn axe_finds_nothing_on_an_empty_organization_in_dark() {
    play(async |stage: Stage| empty(&stage, Theme::Dark).await);
}

#[test]
fn axe_finds_nothing_on_a_full_organization_in_light() {
    play(async |stage: Stage| full(&stage, Theme::Light).await);
}

#[test]
fn axe_finds_nothing_on_a_full_organization_in_dark() {
    play(async |stage: Stage| full(&stage, Theme::Dark).await);
}

#[test]
fn axe_finds_nothing_in_dialogs_menus_and_refusals_in_light() {
    play(async |stage: Stage| states(&stage, Theme::Light).await);
}

#[test]
fn axe_finds_nothing_in_dialogs_menus_and_refusals_in_dark() {
    play(async |stage: Stage| states(&stage, Theme::Dark).await);
}

#[test]
fn axe_finds_nothing_after_a_mass_deactivation_in_light() {
    play(async |stage: Stage| mass_deactivation(&stage, Theme::Light).await);
}

#[test]
fn axe_finds_nothing_after_a_mass_deactivation_in_dark() {
    play(async |stage: Stage| mass_deactivation(&stage, Theme::Dark).await);
}

/// What was found, and where: a sweep tells everything at once.
pub struct Sweep<'a> {
    browser: &'a Browser,
    theme: Theme,
    found: BTreeMap<String, Vec<String>>,
}

impl<'a> Sweep<'a> {
    /// Of that browser, in that theme.
    pub const fn new(browser: &'a Browser, theme: Theme) -> Self {
        Self { browser, theme, found: BTreeMap::new() }
    }

    /// Runs axe over what is there; `place` names it.
    async fn check(&mut self, place: &str) -> Outcome {
        for finding in self.browser.axe().await? {
            let what = format!("{}\n    {}", finding.rule, finding.repair);
            self.found.entry(what).or_default().push(format!("{place}: {}", finding.html));
        }
        Ok(())
    }

    /// Goes to a path, waits for its heading, and looks.
    pub async fn page(&mut self, path: &str, heading: &str, name: &str) -> Outcome {
        self.browser.go(path).await?;
        let heading = if heading.is_empty() { any() } else { heading.into() };
        self.browser.page().arrived(heading).await?;
        self.look(name).await
    }

    /// Checks and pictures what is there, wide and narrow.
    pub async fn look(&mut self, name: &str) -> Outcome {
        for width in [1280, 375] {
            self.browser.size(width, 800).await?;
            self.check(&format!("{name} at {width}")).await?;
            self.picture(name, width).await?;
        }
        self.fits(name).await?;
        self.browser.size(1280, 800).await
    }

    /// 375 pixels are enough: only tables may scroll sideways, in a region of their own (WCAG 1.4.10).
    async fn fits(&mut self, name: &str) -> Outcome {
        // A scroll bar may take a part of them.
        let script =
            "const { scrollWidth, clientWidth } = document.documentElement; return scrollWidth - clientWidth";
        let over = self.browser.script(script, Vec::new()).await?;
        if over != json!(0) {
            let finding = format!("A page that is 375 pixels wide lacks {over}");
            self.found.entry(finding).or_default().push(name.to_owned());
        }
        Ok(())
    }

    async fn picture(&self, name: &str, width: u32) -> Outcome {
        let file = format!("{name}-{}-{width}.png", self.theme.name());
        let script = "return Math.min(Math.max(document.documentElement.scrollHeight, 800), 4000)";
        let height = self.browser.script(script, Vec::new()).await?.as_u64().unwrap_or(800);
        self.browser.size(width, u32::try_from(height)?).await?;
        self.browser.picture(&results_dir("e2e-pages")?.join(file)).await
    }

    /// Fails with everything that was found.
    pub fn done(self) -> Outcome {
        if self.found.is_empty() {
            return Ok(());
        }
        let words =
            self.found.iter().map(|(finding, places)| format!("{finding}\n    on {}", places.join(", ")));
        Failure::because(words.collect::<Vec<_>>().join("\n\n"))
    }
}

/// The doors, and the first minutes: nobody but the owner, no site, provisioning off.
async fn empty(stage: &Stage, theme: Theme) -> Outcome {
    let fresh = stage.server(Database::Sqlite).await?;
    let link = fresh.setup_link().await?;
    let browser = stage.browser(&fresh).await?;
    browser.prefer(theme).await?;
    let mut doors = Sweep::new(&browser, theme);
    doors.page("/sign-in", "", "sign-in-before-set-up").await?;
    browser.go_to(&link).await?;
    browser.page().arrived("Set up Rollcall").await?;
    doors.look("setup").await?;
    browser.page().click("button", "Create the organization").await?;
    browser.page().sees("Some values need to be put right").await?;
    doors.look("setup-errors").await?;
    // From another page: a fragment alone would not load this one anew.
    browser.go("/sign-in").await?;
    doors.page("/setup#gone", "", "setup-dead-link").await?;
    doors.page("/set-password#gone", "", "set-password-dead-link").await?;

    let server = stage.contoso(Database::Sqlite).await?;
    let browser = stage.browser(&server).await?;
    browser.prefer(theme).await?;
    let mut sweep = Sweep { browser: &browser, ..doors };
    sweep.page("/sign-in", "Sign in", "sign-in").await?;
    sweep.page("/sign-in?failed=R7KQ-2M", "Sign in", "sign-in-failed").await?;
    as_owner(&browser, "/", "Home").await?;
    sweep.look("home-empty").await?;
    for (path, heading, name) in [
        ("/users", "Users", "users-empty"),
        ("/sites", "Sites", "sites-empty"),
        ("/identity", "Identity and Security", "identity-off"),
        ("/identity/scim", "", "scim-off"),
        ("/identity/sign-ins?search=nobody", "Sign-in log", "sign-ins-no-match"),
        ("/identity/sign-ins/sin_0", "Sign-in", "sign-in-not-found"),
        ("/identity/sso", "Single Sign-On Integration (SSO)", "sso-empty"),
        ("/identity/sso/tests/sin_0", "Test sign-in", "sso-test-not-found"),
        ("/identity/api-tokens", "Admin API tokens", "api-tokens-empty"),
        ("/identity/webhooks", "Webhooks", "webhooks-empty"),
        ("/identity/webhooks/whk_0", "", "webhook-not-found"),
        ("/identity/applications", "Applications", "applications-empty"),
        ("/identity/applications/new", "Add an application", "application-new"),
        ("/licenses", "Licences", "licences-empty"),
        ("/directory?search=nobody", "Company directory", "directory-no-match"),
        ("/audit?search=nobody", "Audit log", "audit-no-match"),
        ("/provisioning", "Provisioning log", "provisioning-empty"),
        ("/provisioning/guard", "Mass deactivation", "provisioning-guard-empty"),
        ("/provisioning/log_0", "There is no such entry", "provisioning-not-found"),
        ("/identity/scim/preview", "Preview the first synchronization", "preview-empty"),
        ("/identity/scim/mapping", "Attribute mapping", "mapping-empty"),
        ("/users/new", "New user", "user-new"),
        ("/users/import", "Import users", "import"),
        ("/jobs", "Jobs", "jobs-empty"),
        ("/jobs/job_0", "Not found", "job-not-found"),
        ("/me", "My profile", "me"),
        ("/nowhere", "", "not-found"),
        ("/users/usr_00000000000000000000000000", "", "user-not-found"),
    ] {
        sweep.page(path, heading, name).await?;
    }
    sweep.done()
}

/// People, sites, provisioning at work.
async fn full(stage: &Stage, theme: Theme) -> Outcome {
    let server = stage.contoso(Database::Sqlite).await?;
    seed(&server, 60, 4)?;
    let entra = Entra::new(&server.at("/scim/contoso/v2"), &token(&server)?, Form::Default);
    site(&server, "Bath")?;
    let person = Person::new(1, "Ada", "Lovelace").at_work("Engineer", "Analytics", "Bath");
    let id = entra.create(&person).await?;
    let lost = Person::new(2, "Grace", "Hopper").at_work("Admiral", "Navy", "Atlantis");
    entra.post(&lost.resource(Some(entra.site_urn))).await?.error(400, Some("invalidValue"))?;
    let browser = stage.browser(&server).await?;
    browser.prefer(theme).await?;
    as_owner(&browser, "/", "Home").await?;
    let page = browser.page();
    let mut sweep = Sweep::new(&browser, theme);
    sweep.look("home").await?;
    for (path, heading, name) in [
        ("/users", "Users", "users"),
        ("/users?status=deactivated", "Users", "users-deactivated"),
        ("/users?search=nobodyatall", "Users", "users-no-match"),
        ("/users?cursor=bad", "Users", "users-page-gone"),
        ("/sites", "Sites", "sites"),
        ("/identity", "Identity and Security", "identity"),
        ("/identity/scim", "", "scim"),
        ("/identity/sign-ins", "Sign-in log", "sign-ins"),
        ("/identity/sso", "Single Sign-On Integration (SSO)", "sso"),
        ("/licenses", "Licences", "licences"),
        ("/directory", "Company directory", "directory"),
        ("/audit", "Audit log", "audit"),
        ("/admins", "Admins", "admins"),
        ("/provisioning", "Provisioning log", "provisioning"),
        ("/provisioning?outcome=failed", "Provisioning log", "provisioning-no-match"),
        ("/identity/scim/mapping", "Attribute mapping", "mapping"),
    ] {
        sweep.page(path, heading, name).await?;
    }
    for (outcome, entry, name) in [
        ("refused", "No site has this name", "provisioning-refused"),
        ("changed", "Created the user", "provisioning-changed"),
    ] {
        browser.go(&format!("/provisioning?outcome={outcome}")).await?;
        page.click("link", entry).await?;
        page.arrived(entry).await?;
        sweep.look(name).await?;
    }
    webhook(&mut sweep).await?;
    browser.go("/sites").await?;
    page.click("button", containing("Map to a site…")).await?;
    page.find("dialog", any()).await?;
    sweep.look("sites-map").await?;
    page.within("dialog", any()).click("button", "Cancel").await?;
    page.gone("dialog", any()).await?;
    page.click("link", "Bath").await?;
    page.arrived("Bath").await?;
    sweep.look("site").await?;
    page.click("button", "Edit details").await?;
    page.find("dialog", any()).await?;
    sweep.look("site-details").await?;

    browser.go("/users?search=lovelace").await?;
    page.click("link", "Ada Lovelace").await?;
    page.arrived("Ada Lovelace").await?;
    sweep.look("user-managed").await?;
    for (tab, name) in [
        ("Licence and numbers", "user-license"),
        ("Directory", "user-directory"),
        ("Sessions", "user-sessions-none"),
        ("History", "user-history"),
    ] {
        page.click("link", tab).await?;
        page.settled().await?;
        sweep.look(name).await?;
    }
    entra.disable(&id).await?;
    page.click("link", "Profile").await?;
    page.sees("Cannot sign in anywhere").await?;
    sweep.look("user-deactivated").await?;

    browser.go("/users?search=olivia@contoso.com").await?;
    page.row("olivia@contoso.com").click("link", any()).await?;
    page.field("Job title").await?;
    sweep.look("user-local").await?;
    page.click("link", "Sessions").await?;
    page.find("table", any()).await?;
    sweep.look("user-sessions").await?;
    sweep.done()
}

/// A webhook to somewhere that does not answer.
async fn webhook(sweep: &mut Sweep<'_>) -> Outcome {
    const URL: &str = "http://127.0.0.1:1/a-path-that-is-as-long-as-the-paths-of-such-addresses-often-are";
    let page = sweep.browser.page();
    sweep.browser.go("/identity/webhooks").await?;
    page.arrived("Webhooks").await?;
    page.click("button", "Add webhook").await?;
    page.fill("Address", URL).await?;
    sweep.look("webhook-add").await?;
    page.within("dialog", any()).click("button", "Add webhook").await?;
    page.find("textbox", "Signing secret").await?;
    sweep.look("webhook-secret").await?;
    page.click("button", "Done").await?;
    page.gone("dialog", any()).await?;
    page.click("link", URL).await?;
    page.arrived(URL).await?;
    page.click("button", "Send test").await?;
    page.sees("No answer").await?;
    sweep.look("webhook").await?;
    page.click("button", "Pause").await?;
    page.sees("Nothing is sent.").await?;
    sweep.page("/identity/webhooks", "Webhooks", "webhooks").await
}

/// The identity provider deactivates nearly everybody whom it manages; the owner takes it back.
async fn mass_deactivation(stage: &Stage, theme: Theme) -> Outcome {
    let server = stage.contoso(Database::Sqlite).await?;
    let entra = Entra::new(&server.at("/scim/contoso/v2"), &token(&server)?, Form::Default);
    for number in 1..=30 {
        let id = entra.create(&Person::new(number, "Person", &format!("Number {number}"))).await?;
        if number > 2 {
            entra.disable(&id).await?;
        }
    }
    let browser = stage.browser(&server).await?;
    browser.prefer(theme).await?;
    as_owner(&browser, "/", "Home").await?;
    let page = browser.page();
    let mut sweep = Sweep::new(&browser, theme);
    sweep.look("home-mass-deactivation").await?;
    sweep.page("/provisioning/guard", "Mass deactivation", "provisioning-guard").await?;
    page.click("button", "Reactivate them").await?;
    page.find("alertdialog", any()).await?;
    sweep.look("provisioning-guard-reactivate").await?;
    page.within("alertdialog", any()).click("button", "Reactivate them").await?;
    page.gone("alertdialog", any()).await?;
    page.sees("No mass deactivation").await?;
    sweep.look("provisioning-guard-undone").await?;
    sweep.done()
}

/// What opens, and what is refused.
async fn states(stage: &Stage, theme: Theme) -> Outcome {
    let server = stage.contoso(Database::Sqlite).await?;
    seed(&server, 20, 2)?;
    token(&server)?;
    let browser = stage.browser(&server).await?;
    browser.prefer(theme).await?;
    as_owner(&browser, "/users", "Users").await?;
    let page = browser.page();
    let mut sweep = Sweep::new(&browser, theme);

    let menus = page.within("table", "Users").all("button", containing("Actions for")).await?;
    page.click("button", menus[0].name.as_str()).await?;
    page.find("menu", any()).await?;
    sweep.look("users-row-menu").await?;
    page.click("menuitem", "Delete…").await?;
    page.find("alertdialog", any()).await?;
    sweep.look("users-delete").await?;
    page.click("button", "Cancel").await?;
    page.gone("alertdialog", any()).await?;

    many_people(&browser, &mut sweep).await?;
    browser.press("?").await?;
    page.find("dialog", "Keyboard shortcuts").await?;
    sweep.look("shortcuts").await?;
    page.click("button", "Close").await?;
    page.click("button", containing("Find")).await?;
    page.find("option", "Company directory").await?;
    sweep.look("palette").await?;
    browser.press("zzz").await?;
    page.sees("Nothing is called “zzz”.").await?;
    sweep.look("palette-nothing").await?;
    browser.press(thirtyfour::Key::Escape).await?;
    page.gone("dialog", any()).await?;
    page.click("button", containing("Theme")).await?;
    sweep.look("theme-menu").await?;
    browser.press(thirtyfour::Key::Escape).await?;

    browser.size(375, 800).await?;
    page.click("button", "Open the navigation").await?;
    page.within("navigation", "Main").find("link", "Sites").await?;
    sweep.check("drawer").await?;
    sweep.picture("drawer", 375).await?;
    page.click("button", "Close the navigation").await?;
    browser.size(1280, 800).await?;

    browser.offline(true).await?;
    page.within("navigation", "Main").click("link", "Home").await?;
    page.sees("Rollcall cannot be reached").await?;
    sweep.look("home-unreachable").await?;
    browser.offline(false).await?;
    page.click("button", "Try again").await?;
    page.sees("Needs attention").await?;

    browser.go("/users/new").await?;
    page.arrived("New user").await?;
    page.click("button", "Create user").await?;
    page.sees("Some values need to be put right").await?;
    sweep.look("user-new-errors").await?;

    browser.go("/sites").await?;
    page.click("button", "New site").await?;
    page.find("dialog", any()).await?;
    sweep.look("site-new").await?;

    people_from_a_file(&browser, &mut sweep).await?;

    browser.go("/identity/scim/preview").await?;
    page.arrived("Preview the first synchronization").await?;
    page.click("button", "Preview").await?;
    page.sees("Upload a file, or paste a list first.").await?;
    sweep.look("preview-refused").await?;
    page.fill("Content of the file", "login,email\nolivia.owner,olivia@contoso.com\nnew@contoso.com,\n")
        .await?;
    page.click("button", "Preview").await?;
    page.find("table", any()).await?;
    sweep.look("preview-differs").await?;
    page.click("link", containing("Will be created")).await?;
    page.find("table", "Will be created").await?;
    sweep.look("preview-created").await?;

    browser.go("/identity").await?;
    page.click("switch", containing("User Provisioning Integration (SCIM)")).await?;
    page.find("alertdialog", any()).await?;
    sweep.look("identity-switch-off").await?;

    browser.go("/identity/scim").await?;
    page.click("button", containing("Create")).await?;
    page.find("dialog", any()).await?;
    sweep.look("scim-new-token").await?;
    page.within("dialog", any()).fill("Name", "Okta").await?;
    page.within("dialog", any()).click("button", "Create token").await?;
    page.find("button", "Copy Secret Token").await?;
    sweep.look("scim-token-shown-once").await?;
    sweep.done()
}

/// A selection, the review of a change to it, columns, views, and a filter without a value.
async fn many_people(browser: &Browser, sweep: &mut Sweep<'_>) -> Outcome {
    let page = browser.page();
    page.choose_in_menu("Add filter", "Last sign-in").await?;
    sweep.look("users-filter").await?;
    page.click("checkbox", "Select all on this page").await?;
    page.choose_in_menu("Change…", "Deactivate").await?;
    page.sees("would be changed").await?;
    sweep.look("users-review").await?;
    page.click("button", "Cancel").await?;
    page.gone("dialog", any()).await?;
    page.choose_in_menu("Change…", "Give a licence…").await?;
    page.find("button", "Review the change").await?;
    sweep.look("users-change").await?;
    page.click("button", "Cancel").await?;
    page.gone("dialog", any()).await?;
    page.click("button", "Clear the selection").await?;
    page.choose_in_menu("More", "Columns").await?;
    page.find("checkbox", "Department").await?;
    sweep.look("users-columns").await?;
    page.click("button", "Cancel").await?;
    page.gone("dialog", any()).await?;
    page.click("button", "Views").await?;
    page.field("Name").await?;
    sweep.look("users-views").await?;
    page.click("button", "Close").await?;
    page.gone("dialog", any()).await
}

/// A file on its way in, and the jobs that it makes.
async fn people_from_a_file(browser: &Browser, sweep: &mut Sweep<'_>) -> Outcome {
    let page = browser.page();
    browser.go("/users/import").await?;
    page.arrived("Import users").await?;
    drop_file(browser, FILE).await?;
    page.arrived("People from a file").await?;
    page.choose("Field of Office", "Site").await?;
    sweep.look("import-columns").await?;
    page.click("button", "Check").await?;
    page.find("link", "Refused 2").await?;
    page.find("link", "Download the rows to mend").await?;
    sweep.look("import-checked").await?;
    page.click("button", containing("Import")).await?;
    page.arrived("Import of a file").await?;
    page.sees("Finished").await?;
    sweep.look("job").await?;
    page.click("button", "Undo").await?;
    page.find("alertdialog", any()).await?;
    sweep.look("job-undo").await?;
    page.click("button", "Cancel").await?;
    page.gone("alertdialog", any()).await?;
    sweep.page("/jobs", "Jobs", "jobs").await
}
