//! `/admins`: who has a role, and the change of one.

use api::admins::{Admin, Edit, List};
use api::users;
use domain::{ManagedBy, Role as Granted, Status, UserId};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, described, fill, name, page, user};

fn admin(id: u128, name: &str, role: Granted) -> Admin {
    Admin {
        id: UserId(id),
        name: name.to_owned(),
        username: [name, "@contoso.com"].concat(),
        role,
        status: Status::Active,
        managed_by: ManagedBy::Local,
        is_last_active_owner: role == Granted::Owner,
        last_sign_in_at: None,
        version: 7,
    }
}

async fn open(admins: Vec<Admin>) -> (std::sync::Arc<Fake>, Stage) {
    let fake = Fake::new();
    fake.answer::<List>(move |_| Ok(page(admins.clone())));
    fake.answer::<users::List>(|_| Ok(page(vec![user(9, "Ada", "Lovelace")])));
    let stage = Stage::open("/admins", &fake).await;
    (fake, stage)
}

#[wasm_bindgen_test]
async fn r10_the_last_active_owner_keeps_the_role_and_the_button_says_why() {
    let (_, stage) = open(vec![admin(2, "Olive", Granted::Owner)]).await;
    let button = stage.wait_for(Role::Button, "Change the role of Olive").await;
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(described(&button).contains("last active owner"), "{}", described(&button));
}

#[wasm_bindgen_test]
async fn r32_a_role_is_changed_for_the_version_that_was_seen() {
    let (fake, stage) = open(vec![admin(2, "Olive", Granted::Auditor)]).await;
    fake.answer::<Edit>(|_| Ok(admin(2, "Olive", Granted::UserAdmin)));
    stage.wait_for(Role::Button, "Change the role of Olive").await.click();
    let role = stage.wait_for(Role::Combobox, "New role").await;
    fill(&role, "user_admin");
    stage.wait_for_text("People, sites and licences").await;
    let buttons = stage.all(Role::Button);
    buttons.into_iter().rfind(|button| name(button) == "Change role").unwrap().click();
    stage.wait_for_text("Olive now has the role User admin.").await;
    let sent = &fake.sent::<Edit>()[0];
    assert!(sent.headers.contains(&("If-Match", "\"7\"".to_owned())), "{:?}", sent.headers);
}

#[wasm_bindgen_test]
async fn anybody_can_be_found_and_given_a_role() {
    let (fake, stage) = open(vec![admin(2, "Olive", Granted::Auditor)]).await;
    fake.answer::<Edit>(|_| Ok(admin(9, "Ada Lovelace", Granted::UserAdmin)));
    stage.wait_for(Role::Button, "Give somebody a role").await.click();
    stage.wait_for(Role::Radio, "Ada Lovelace").await.click();
    let buttons = stage.all(Role::Button);
    buttons.into_iter().rfind(|button| name(button) == "Change role").unwrap().click();
    stage.wait_for_text("Ada Lovelace now has the role User admin.").await;
}
