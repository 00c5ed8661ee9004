//! `/users/:id/sessions`, `/users/:id/history`, and ids of nobody.

use std::sync::{Arc, Mutex};

use api::history::{Action, ActorKind, Change, Event, FieldOrigin, Fields, GetFields};
use api::sessions::{self, Identity, Session};
use api::users::{CreatePasswordLink, Get, NotMailed, PasswordLink, SiteRef, User};
use api::{Code, Page, Problem, admins, history};
use domain::{EventId, Field, Role as Right, SessionId, SiteId, Status, Timestamp};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::support::{Fake, Role, Stage, fill, name, page, until};
use crate::user::{bruno, path, with};

#[wasm_bindgen_test]
async fn an_id_of_nobody_leads_back_to_the_users() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Err(Problem::new(Code::NotFound, "There is no such user.")));
    for path in [path(&bruno()), "/users/nonsense".to_owned()] {
        let stage = Stage::open(&path, &fake).await;
        stage.wait_for(Role::Heading, "There is no such user").await;
        assert_eq!(
            stage.wait_for(Role::Link, "Go to the users").await.get_attribute("href").unwrap(),
            "/users"
        );
    }
}

#[wasm_bindgen_test]
async fn the_tabs_are_links_of_which_the_present_one_is_marked() {
    let stage = Stage::open(&[&path(&bruno()), "/history"].concat(), &with(bruno())).await;
    let tab = stage.wait_for(Role::Link, "History").await;
    assert_eq!(tab.get_attribute("aria-current").unwrap(), "page");
    assert_eq!(stage.wait_for(Role::Link, "Profile").await.get_attribute("href").unwrap(), path(&bruno()));
    stage.wait_for(Role::Heading, "No history yet").await;
}

fn session(id: u128, user_agent: &str) -> Session {
    Session {
        id: SessionId(id),
        created_at: Timestamp(1_700_000_000_000),
        last_seen_at: Timestamp(1_700_000_000_000),
        expires_at: Timestamp(4_102_444_800_000),
        user_agent: user_agent.to_owned(),
        address: "203.0.113.7".to_owned(),
        current: false,
        method: api::sign_ins::Method::Password,
    }
}

#[wasm_bindgen_test]
async fn a_session_is_ended_by_a_button_that_names_it() {
    let fake = with(bruno());
    let open = Arc::new(Mutex::new(vec![session(
        7,
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    )]));
    let read = Arc::clone(&open);
    fake.answer::<sessions::List>(move |_| Ok(page(read.lock().unwrap().clone())));
    fake.answer::<sessions::End>(move |_| {
        open.lock().unwrap().clear();
        Ok(api::NoContent {})
    });
    let stage = Stage::open(&[&path(&bruno()), "/sessions"].concat(), &fake).await;
    let named =
        |name: &str| name.starts_with("End the session in Firefox on Linux at 203.0.113.7, signed in ");
    until("the button", || stage.all(Role::Button).into_iter().find(|button| named(&name(button))))
        .await
        .click();
    stage.wait_for_text("The session was ended.").await;
    stage.wait_for(Role::Heading, "No sessions").await;
}

#[wasm_bindgen_test]
async fn r27_the_sessions_of_a_person_say_how_they_signed_in_and_lead_to_their_sign_ins() {
    let fake = with(bruno());
    fake.answer::<sessions::List>(|_| {
        Ok(page(vec![Session { method: api::sign_ins::Method::Emergency, ..session(7, "curl/8") }]))
    });
    let stage = Stage::open(&[&path(&bruno()), "/sessions"].concat(), &fake).await;
    stage.wait_for_text("Emergency access").await;
    let log = stage.wait_for(Role::Link, "Sign-ins of this person").await;
    let href = ["/identity/sign-ins?user_id=", &bruno().id.to_string()].concat();
    assert_eq!(log.get_attribute("href").unwrap(), href);
}

fn event(id: u128) -> Event {
    Event {
        id: EventId(id),
        at: Timestamp(1_700_000_000_000),
        actor: ActorKind::IdentityProvider,
        actor_name: "entra".to_owned(),
        action: Action::UserEdited,
        changes: vec![Change { field: "department".to_owned(), from: Some("Sales".to_owned()), to: None }],
    }
}

#[wasm_bindgen_test]
async fn r33_the_history_says_who_changed_what_from_what_to_what_and_loads_more() {
    let fake = with(bruno());
    fake.answer::<history::List>(|sent| match sent.url.contains("cursor=older") {
        true => Ok(page(vec![Event { action: Action::UserCreated, changes: Vec::new(), ..event(1) }])),
        false => Ok(Page { next_cursor: Some("older".to_owned()), ..page(vec![event(2)]) }),
    });
    let stage = Stage::open(&[&path(&bruno()), "/history"].concat(), &fake).await;
    stage.wait_for_text("Changed the profile").await;
    stage.wait_for_text("Department Sales Empty").await;
    assert!(stage.says("Identity provider"));
    stage.wait_for(Role::Button, "Show older entries").await.click();
    stage.wait_for_text("Created the user").await;
    stage.wait_for_text("That is all.").await;
}

#[wasm_bindgen_test]
async fn the_groups_of_a_person_are_shown_or_that_there_are_none() {
    let fake = with(bruno());
    let group = |id: u128, name: &str| api::groups::Group { id: domain::GroupId(id), name: name.to_owned() };
    fake.answer::<api::groups::List>(move |_| Ok(page(vec![group(1, "Engineering"), group(2, "Sales")])));
    let stage = Stage::open(&[&path(&bruno()), "/groups"].concat(), &fake).await;
    stage.wait_for_text("Engineering Sales").await;
    fake.answer::<api::groups::List>(|_| Ok(page(Vec::new())));
    stage.announce(api::events::Subject::Group, "grp_1");
    stage.wait_for(Role::Heading, "In no group").await;
}

#[wasm_bindgen_test]
async fn a_person_without_a_time_zone_of_their_own_has_that_of_the_site() {
    let site = SiteRef {
        id: SiteId(1),
        name: "London".to_owned(),
        time_zone: Some("Europe/London".to_owned()),
        locale: None,
    };
    let person = User { site: Some(site), ..bruno() };
    let fake = with(person.clone());
    let stage = Stage::open(&path(&person), &fake).await;
    let zone = stage.wait_for(Role::Combobox, "Time zone").await;
    let chosen = |list: &HtmlElement| {
        list.unchecked_ref::<HtmlSelectElement>().selected_options().item(0).unwrap().text_content().unwrap()
    };
    assert_eq!(chosen(&zone), "Europe/London, from the site");
    assert_eq!(chosen(&stage.wait_for(Role::Combobox, "Language").await), "Not set");
    fake.sign_in(Right::Auditor);
    let stage = Stage::open(&path(&person), &fake).await;
    let locked = stage.wait_for(Role::Textbox, "Time zone").await;
    assert_eq!(locked.unchecked_ref::<HtmlInputElement>().value(), "Europe/London, from the site");
}

#[wasm_bindgen_test]
async fn r20_the_directory_is_previewed_as_members_see_it_and_says_why_somebody_is_not_listed() {
    let person = User {
        job_title: Some("Engineer".to_owned()),
        department: Some("Press".to_owned()),
        extension: Some("4711".to_owned()),
        personal_contact_number: Some("+44 7700 900001".to_owned()),
        ..bruno()
    };
    let fake = with(person.clone());
    let stage = Stage::open(&[&path(&person), "/directory"].concat(), &fake).await;
    let number = stage.wait_for(Role::Link, "+44 7700 900001").await;
    assert_eq!(number.get_attribute("href").unwrap(), "tel:+447700900001");
    assert!(stage.says("Department Press Extension 4711"));
    assert!(!stage.says("Not listed"));
    stage.wait_for(Role::Checkbox, "Show in the company directory").await.click();
    stage.wait_for_text("Not listed: this person is hidden.").await;
    let gone = User { status: Status::Deactivated, ..person };
    let fake = with(gone.clone());
    let stage = Stage::open(&[&path(&gone), "/directory"].concat(), &fake).await;
    stage.wait_for_text("Not listed: this person is deactivated.").await;
}

#[wasm_bindgen_test]
async fn r17_licence_and_numbers_are_a_part_of_their_own_and_leaving_it_asks() {
    let fake = with(bruno());
    fake.answer::<api::licenses::List>(|_| Ok(page(Vec::new())));
    let stage = Stage::open(&[&path(&bruno()), "/license"].concat(), &fake).await;
    stage.wait_for_text("A licence needs a site. Set one under Profile first.").await;
    for label in ["Extension", "Phone number", "Personal contact number"] {
        assert!(stage.find(Role::Textbox, label).is_some(), "{label}");
    }
    assert!(stage.find(Role::Textbox, "Username").is_none());
    fill(&stage.wait_for(Role::Textbox, "Extension").await, "4711");
    stage.wait_for_text("1 field changed, not saved yet").await;
    stage.wait_for(Role::Link, "Profile").await.click();
    stage.wait_for_text("Discard your changes?").await;
}

#[wasm_bindgen_test]
async fn r4_each_field_says_when_it_got_its_value_and_from_whom_by_one_read() {
    let fake = with(bruno());
    let origin = |field: Field, actor: ActorKind, name: &str| FieldOrigin {
        field,
        at: Timestamp(1_700_000_000_000),
        actor,
        actor_name: name.to_owned(),
        event_id: EventId(1),
    };
    fake.answer::<GetFields>(move |_| {
        let fields = vec![
            origin(Field::JobTitle, ActorKind::Person, "Ada Lovelace"),
            origin(Field::Department, ActorKind::IdentityProvider, "token"),
            origin(Field::Email, ActorKind::System, ""),
        ];
        Ok(Fields { fields, is_complete: true })
    });
    let stage = Stage::open(&path(&bruno()), &fake).await;
    for by in ["by Ada Lovelace", "by Microsoft Entra ID", "by Rollcall"] {
        stage.wait_for_text(by).await;
    }
    assert!(stage.says("Changed"));
    assert_eq!(fake.sent::<GetFields>().len(), 1);
}

/// A server that can mail, and a link of which that became.
fn mailing(mailed_to: Option<&str>, not_mailed: Option<NotMailed>) -> Arc<Fake> {
    let fake = with(bruno());
    let me = Identity { can_mail: true, ..fake.identity() };
    fake.answer::<sessions::Me>(move |_| Ok(me.clone()));
    let link = PasswordLink {
        url: "https://rollcall.test/set-password#abc".to_owned(),
        expires_at: Timestamp(4_102_444_800_000),
        mailed_to: mailed_to.map(str::to_owned),
        not_mailed,
    };
    fake.answer::<CreatePasswordLink>(move |_| Ok(link.clone()));
    fake
}

async fn ask_for_link(fake: &Arc<Fake>) -> Stage {
    let stage = Stage::open(&path(&bruno()), fake).await;
    stage.wait_for(Role::Button, "Actions").await.click();
    stage.wait_for(Role::MenuItem, "Create a password link").await.click();
    stage.wait_for(Role::Checkbox, "Also send it to bruno@contoso.com").await;
    assert!(fake.sent::<CreatePasswordLink>().is_empty(), "made when it is asked for");
    stage
}

#[wasm_bindgen_test]
async fn a_password_link_is_mailed_where_the_server_can_and_stays_to_be_copied() {
    let fake = mailing(Some("bruno@contoso.com"), None);
    let stage = ask_for_link(&fake).await;
    stage.wait_for(Role::Button, "Create a password link").await.click();
    stage.wait_for_text("The link was sent to bruno@contoso.com.").await;
    assert!(stage.find(Role::Button, "Copy One-time link").is_some());
    assert_eq!(fake.sent::<CreatePasswordLink>()[0].body["send"], true);
    stage.wait_for(Role::Button, "Done").await.click();
    stage.wait_without(Role::Dialog, "Password link for Bruno Ruiz").await;
}

#[wasm_bindgen_test]
async fn a_password_link_that_was_not_mailed_says_why_and_one_that_need_not_be_is_not() {
    let fake = mailing(None, Some(NotMailed::Refused));
    let stage = ask_for_link(&fake).await;
    stage.wait_for(Role::Button, "Create a password link").await.click();
    stage.wait_for_text("It was not mailed: the mail server did not take it.").await;
    assert!(stage.find(Role::Textbox, "One-time link").is_some());
    drop(stage);
    let fake = mailing(None, None);
    let stage = ask_for_link(&fake).await;
    stage.find(Role::Checkbox, "Also send it to bruno@contoso.com").unwrap().click();
    stage.wait_for(Role::Button, "Create a password link").await.click();
    stage.wait_for(Role::Textbox, "One-time link").await;
    assert!(fake.sent::<CreatePasswordLink>()[0].body["send"].is_null());
}

#[wasm_bindgen_test]
async fn r32_a_role_is_changed_from_the_person_s_menu_and_a_user_admin_reads_why_not() {
    let fake = with(bruno());
    fake.answer::<admins::Edit>(|_| {
        Ok(admins::Admin {
            id: bruno().id,
            name: "Bruno Ruiz".to_owned(),
            username: bruno().username,
            role: Right::Auditor,
            status: Status::Active,
            managed_by: bruno().managed_by,
            is_last_active_owner: false,
            last_sign_in_at: None,
            version: 2,
        })
    });
    let stage = Stage::open(&path(&bruno()), &fake).await;
    stage.wait_for(Role::Button, "Actions").await.click();
    stage.wait_for(Role::MenuItem, "Change role…").await.click();
    stage.wait_for(Role::Dialog, "Change the role of Bruno Ruiz").await;
    fill(&stage.wait_for(Role::Combobox, "New role").await, "auditor");
    stage.wait_for(Role::Button, "Change role").await.click();
    stage.wait_for_text("Bruno Ruiz now has the role Auditor.").await;
    let sent = fake.sent::<admins::Edit>().remove(0);
    assert!(sent.headers.contains(&("If-Match", "\"1\"".to_owned())), "{:?}", sent.headers);
    drop(stage);
    fake.sign_in(Right::UserAdmin);
    let stage = Stage::open(&path(&bruno()), &fake).await;
    stage.wait_for(Role::Button, "Actions").await.click();
    let item = until("the item", || {
        stage.all(Role::MenuItem).into_iter().find(|item| name(item).starts_with("Change role…"))
    })
    .await;
    assert_eq!(item.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(name(&item).contains("Your role does not let you"), "{}", name(&item));
}
