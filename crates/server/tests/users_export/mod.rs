//! The list of users as a file, on both databases.

use domain::{FieldSet, Role};
use serde_json::{Value, json};

use crate::licenses::{give, plan};
use crate::users::world::*;

const PATH: &str = "/api/v1/users/export";

/// The lines of the file, without its byte order mark.
async fn lines(w: &World<'_>, query: &str) -> Vec<String> {
    let answer = w.owner.get(&format!("{PATH}?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let text = answer.body.strip_prefix('\u{FEFF}').expect("it begins with a byte order mark");
    text.strip_suffix("\r\n").unwrap().split("\r\n").map(str::to_owned).collect()
}

on_both! {
    async fn the_file_holds_what_is_seen_in_its_order_and_with_its_columns(w: &World) {
        let london = w.site("London").await;
        let ada = with(new_user("Ada Lovelace"), json!({"site_id": london["id"], "job_title": "Analyst, first"}));
        let ada = w.owner.post("/api/v1/users", ada).await.expect(201);
        w.managed("Grace Hopper", FieldSet::EMPTY).await;
        let file = lines(w, "columns=username,name,site,managed_by,job_title&sort=username&order=descending").await;
        assert_eq!(file, [
            "Username,Name,Site,Managed by,Job title",
            "owner@contoso.com,Olivia Owner,,Rollcall,",
            "grace.hopper@contoso.com,Grace Hopper,,Microsoft Entra ID,",
            "ada.lovelace@contoso.com,Ada Lovelace,London,Rollcall,\"Analyst, first\"",
        ]);
        assert_eq!(lines(w, "columns=name&managed_by=identity_provider").await, ["Name", "Grace Hopper"]);
        let site = london["id"].as_str().unwrap();
        assert_eq!(lines(w, &format!("columns=name&site={site}&search=ada")).await, ["Name", "Ada Lovelace"]);
        assert_eq!(lines(w, "columns=name&search=nobody").await, ["Name"]);
        let x1 = plan(w, "X1", 5).await;
        give(w, &ada, &x1).await.expect(200);
        assert_eq!(lines(w, "columns=name,license&license=any&role=member").await, ["Name,Licence", "Ada Lovelace,X1"]);
        assert_eq!(lines(w, "columns=name&license_not=any&directory=shown&sort=updated&site=none&status_not=deactivated&role=owner").await, ["Name", "Olivia Owner"]);
    }

    async fn a_file_that_names_no_columns_has_all(w: &World) {
        let file = lines(w, "").await;
        assert_eq!(file[0].split(',').count(), api::users_export::Column::ALL.len());
        assert_eq!(file[1].split(',').count(), api::users_export::Column::ALL.len());
        assert!(file[1].contains(",Active,Rollcall,,,Visible,Owner,"), "{}", file[1]);
        assert!(file[1].contains("2026-11-23T12:00:00.000Z"), "{}", file[1]);
    }

    async fn a_list_of_many_pages_is_whole_and_has_nobody_twice(w: &World) {
        let names: Vec<String> = (0..1_203).map(|i| format!("Person N{i:05}")).collect();
        let users: Vec<store::User> = names.iter().map(|name| w.new_record(name)).collect();
        let users = &users;
        w.store().write(w.org, |tx| async move { tx.users().insert_many(users).await }).await.unwrap();
        let file = lines(w, "columns=name&search=person").await;
        assert_eq!(file[1..], names);
        assert_eq!(lines(w, "columns=id").await.len(), 1 + 1_203 + 1);
    }

    async fn what_a_spreadsheet_would_run_is_guarded(w: &World) {
        let evil = json!({"department": "=cmd|' /C calc'!A0", "personal_contact_number": "+44 20 7946 0000"});
        w.owner.post("/api/v1/users", with(new_user("Ada Lovelace"), evil)).await.expect(201);
        let file = lines(w, "columns=department,personal_contact_number&search=ada").await;
        assert_eq!(file[1], "'=cmd|' /C calc'!A0,'+44 20 7946 0000");
    }

    async fn it_is_a_file_with_the_date_in_its_name(w: &World) {
        let answer = w.contoso.owner.get(&format!("{PATH}?columns=name")).await;
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"users-2026-11-23.csv\"");
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(answer.header("cache-control"), "no-store");
    }

    async fn r21_no_column_shows_what_the_console_hides(w: &World) {
        w.managed("Grace Hopper", FieldSet::EMPTY).await;
        let file = lines(w, "").await.join("\n");
        assert!(file.contains("Grace") && !file.contains(EXTERNAL_ID) && !file.contains("0999"));
    }

    async fn what_it_does_not_know_is_refused_before_a_byte_is_sent(w: &World) {
        for query in ["columns=password", "columns=", "columns=name,name", "limit=5", "cursor=x", "status=asleep"] {
            w.owner.get(&format!("{PATH}?{query}")).await.problem(400, "invalid_request");
        }
        let problem = w.owner.get(&format!("{PATH}?site=atlantis")).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), one("site", "not_a_choice"));
    }

    async fn r32_an_auditor_takes_the_file_of_their_own_organization_and_a_member_none(w: &World) {
        w.person("Ada Lovelace").await;
        let auditor = w.signed_in(Role::Auditor).await;
        assert!(auditor.get(PATH).await.body.contains("Ada Lovelace"));
        w.signed_in(Role::Member).await.get(PATH).await.problem(403, "forbidden");
        assert!(!w.stranger.get(PATH).await.body.contains("Ada Lovelace"));
    }
}

/// Every filter of the list is one of the file's, also one that is added later.
#[test]
fn the_file_knows_every_filter_of_the_list() {
    use api::users::ListQuery;
    use api::users_export::ExportQuery;
    let text = || Some("x".to_owned());
    let full = ListQuery {
        search: text(),
        status: Some(domain::Status::Active),
        managed_by: Some(domain::ManagedBy::Local),
        site: text(),
        license: text(),
        directory: Some(api::users::Directory::Shown),
        department: text(),
        role: Some(Role::Member),
        last_sign_in: text(),
        status_not: Some(domain::Status::Active),
        managed_by_not: Some(domain::ManagedBy::Local),
        site_not: text(),
        license_not: text(),
        sort: Some(api::users::Sort::Name),
        order: Some(api::users::Order::Ascending),
        cursor: text(),
        limit: Some(1),
    };
    let (back, _) = ExportQuery::of(full.clone(), api::users_export::Columns::default()).split();
    let keys = |query: &ListQuery| -> Vec<String> {
        let Value::Object(fields) = serde_json::to_value(query).unwrap() else {
            panic!("a query is an object")
        };
        fields.keys().filter(|key| !["cursor", "limit"].contains(&key.as_str())).cloned().collect()
    };
    assert_eq!(keys(&back), keys(&full));
}
