//! `/users`: filters as chips, columns, and saved views.

use api::preferences::Put;
use api::users::List;
use api::views::{Create, Delete, List as Views, View};
use domain::{Timestamp, ViewId};
use leptos::prelude::window;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, fill, name, page, until};
use crate::users::three;

fn search() -> String {
    window().location().search().unwrap()
}

fn columns(stage: &Stage) -> Vec<String> {
    stage.all(Role::ColumnHeader).iter().skip(1).map(name).collect()
}

async fn dialog(stage: &Stage, item: &str) {
    stage.wait_for(Role::Button, "More").await.click();
    stage.wait_for(Role::MenuItem, item).await.click();
}

#[wasm_bindgen_test]
async fn a_filter_asks_is_or_is_not_and_goes_away_with_its_button() {
    let fake = three();
    let stage = Stage::open("/users?status=active", &fake).await;
    fill(&stage.wait_for(Role::Combobox, "Status: how").await, "_not");
    until("is not, in the URL", || (search() == "?status_not=active").then_some(())).await;
    stage.wait_for(Role::Button, "Take the filter away: Status").await.click();
    until("no filter", || search().is_empty().then_some(())).await;
    until("no chip", || stage.find(Role::Combobox, "Status").is_none().then_some(())).await;
}

#[wasm_bindgen_test]
async fn who_never_signed_in_is_a_filter() {
    let fake = three();
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for(Role::Button, "Add filter").await.click();
    stage.wait_for(Role::MenuItem, "Last sign-in").await.click();
    fill(&stage.wait_for(Role::Combobox, "Last sign-in: how").await, "never");
    until("never, in the URL", || (search() == "?last_sign_in=never").then_some(())).await;
    fill(&stage.wait_for(Role::Combobox, "Last sign-in: how").await, "before:");
    until("no value yet", || search().is_empty().then_some(())).await;
}

#[wasm_bindgen_test]
async fn a_filter_for_what_is_gone_or_nonsense_is_shown_as_such() {
    let fake = three();
    let stage = Stage::open("/users?site=site_gone&role=emperor", &fake).await;
    for filter in ["Site", "Role"] {
        let chip = stage.wait_for(Role::Combobox, filter).await;
        until("the words", || {
            chip.text_content().unwrap().contains("What is not there any more").then_some(())
        })
        .await;
    }
    assert!(fake.sent::<List>().iter().all(|sent| !sent.url.contains("emperor")));
}

#[wasm_bindgen_test]
async fn the_columns_are_chosen_put_in_order_and_kept() {
    let fake = three();
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for(Role::ColumnHeader, "Licence").await;
    dialog(&stage, "Columns").await;
    for column in ["Status", "Managed by", "Licence", "Department"] {
        stage.wait_for(Role::Checkbox, column).await.click();
    }
    stage.wait_for(Role::Button, "Move up: Department").await.click();
    stage.wait_for(Role::Button, "Save changes").await.click();
    until("the columns", || {
        (columns(&stage) == ["Name", "Site", "Department", "Last sign-in", "Actions"]).then_some(())
    })
    .await;
    until("kept", || (!fake.sent::<Put>().is_empty()).then_some(())).await;
    assert_eq!(
        fake.sent::<Put>()[0].body["users_columns"],
        serde_json::json!(["name", "site", "department", "last_sign_in"])
    );
    assert!(stage.says("Research"));
}

#[wasm_bindgen_test]
async fn the_columns_of_the_url_come_before_ones_own_and_nonsense_is_left_out() {
    let fake = three();
    let stage = Stage::open("/users?columns=email,nonsense,role", &fake).await;
    until("the columns", || (columns(&stage) == ["Name", "Email", "Role", "Actions"]).then_some(())).await;
    let file = stage.wait_for(Role::Link, "Export CSV").await.get_attribute("href").unwrap();
    assert!(file.ends_with("/api/v1/users/export?columns=name%2Cemail%2Crole"), "{file}");
}

fn saved(fake: &Fake) {
    fake.answer::<Views>(|_| {
        Ok(page(vec![View {
            id: ViewId(1),
            name: "Leavers".to_owned(),
            query: "status=deactivated".to_owned(),
            columns: vec!["name".to_owned(), "site".to_owned()],
            created_at: Timestamp(0),
            version: 1,
        }]))
    });
}

#[wasm_bindgen_test]
async fn a_saved_view_is_a_link_to_its_filters_and_columns() {
    let fake = three();
    saved(&fake);
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for(Role::Button, "Views").await.click();
    stage.wait_for(Role::Link, "Leavers").await.click();
    until("the view", || (search() == "?status=deactivated&columns=name,site").then_some(())).await;
    until("the columns", || (columns(&stage) == ["Name", "Site", "Actions"]).then_some(())).await;
}

#[wasm_bindgen_test]
async fn the_present_list_is_saved_as_a_view_and_a_view_is_deleted() {
    let fake = three();
    saved(&fake);
    fake.answer::<Create>(|sent| {
        let name = sent.body["name"].as_str().unwrap().to_owned();
        let (query, columns) = (String::new(), Vec::new());
        Ok(View { id: ViewId(2), name, query, columns, created_at: Timestamp(0), version: 1 })
    });
    fake.answer::<Delete>(|_| Ok(api::NoContent {}));
    let stage = Stage::open("/users?status=active&cursor=c1&from=50", &fake).await;
    stage.wait_for(Role::Button, "Views").await.click();
    stage.wait_for(Role::Button, "Delete the view Leavers").await.click();
    until("deleted", || (!fake.sent::<Delete>().is_empty()).then_some(())).await;
    fill(&stage.wait_for(Role::Textbox, "Name").await, "At work");
    stage.wait_for(Role::Button, "Save this view").await.click();
    stage.wait_for_text("The view At work is saved.").await;
    assert_eq!(fake.sent::<Create>()[0].body["query"], "status=active");
}
