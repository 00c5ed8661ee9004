//! What becomes of the lines of a file.

use domain::{Field, FieldSet, JobId, JobKind, JobState, RowState, UserId};
use serde_json::{Value, json};
use store::{Job, JobCounts, JobRow};

use super::*;

const HEADER: &str = "Username,First name,Last name,Email,Department,Site,Company directory,Phone number";

fn file(lines: &[&str]) -> String {
    format!("{HEADER}\n{}\n", lines.join("\n"))
}

/// What a row tells: its line, what becomes of it, and its problems with the columns that they are about.
async fn told(w: &World<'_>, job: &Value) -> Vec<(u64, String, Vec<(String, String)>)> {
    let rows = w.owner.get(&format!("{}/rows?limit=200", job_path(job))).await.expect(200);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let problem = |problem: &Value| (text(&problem["column"]), text(&problem["message"]));
    let row = |row: &Value| {
        let problems = row["problems"].as_array().unwrap().iter().map(problem).collect();
        (row["position"].as_u64().unwrap(), text(&row["state"]), problems)
    };
    rows["items"].as_array().unwrap().iter().map(row).collect()
}

/// A check that another process has begun, and left behind after two lines: with results that a check would not give.
async fn begun_elsewhere(w: &World<'_>, import: &Value) -> Value {
    let counts = JobCounts { unchanged: 2, ..JobCounts::default() };
    let job = &Job {
        id: JobId(w.app.new_id()),
        kind: JobKind::UsersImportCheck,
        state: JobState::Running,
        created_by: w.owner_id,
        created_by_name: "Olivia Owner".to_owned(),
        created_by_role: None,
        address: String::new(),
        payload: json!({"mapping": import["mapping"]}).to_string(),
        import_id: Some(import["id"].as_str().unwrap().parse().unwrap()),
        undoes: None,
        undone_by: None,
        gathered: false,
        total: 600,
        counts,
        failure: None,
        attempts: 1,
        created_at: w.app.now(),
        started_at: Some(w.app.now()),
        finished_at: None,
    };
    let row = |position| JobRow {
        state: RowState::Unchanged,
        ..JobRow::waiting(position, UserId(1), String::new())
    };
    let rows = &[row(2), row(3)];
    let written = w.store().write(w.org, |tx| async move {
        tx.jobs().insert(job).await?;
        tx.jobs().put_rows(job.id, rows).await
    });
    written.await.unwrap();
    json!({"id": job.id.to_string()})
}

on_both! {
    async fn a_check_tells_who_is_made_changed_and_left_and_changes_nobody(w: &World) {
        let london = w.site("London").await;
        let ada = w.person("Ada Lovelace").await;
        w.person("Grace Hopper").await;
        let (head, count) = (w.feed_head().await, w.count().await);
        let import = upload(w, file(&[
            "ADA.lovelace@contoso.com,Ada,Lovelace,,Maths,london,Hidden,'+44 20 7946 0000",
            "joan@contoso.com,Joan,Clarke,joan@contoso.com,Hut 8,,,",
            "grace.hopper@contoso.com,Grace,Hopper,grace.hopper@contoso.com,,,,",
        ])).await;
        let job = check(w, &import).await;
        assert_eq!(counts(&job), [1, 1, 1, 0]);
        let rows = w.owner.get(&format!("{}/rows", job_path(&job))).await.expect(200);
        assert_eq!(rows["items"][0]["user_id"], ada["id"]);
        assert_eq!(rows["items"][0]["changes"], json!([
            {"field": "department", "to": "Maths"},
            {"field": "site", "to": "London"},
            {"field": "directory_visible", "from": "true", "to": "false"},
            {"field": "phone_number", "to": "+44 20 7946 0000"},
        ]));
        assert_eq!(rows["items"][1]["name"], "joan@contoso.com");
        assert_eq!(w.count().await, count);
        let stored = w.stored(&ada).await;
        assert_eq!((stored.department, stored.site_id), (None, None));
        assert_eq!(london["name"], "London");
        let about_people = w.feed_head().await - head;
        let of_job = w.read().feed().read_after(0, 10_000).await.unwrap().iter().filter(|event| event.kind == "job").count();
        assert_eq!(about_people, i64::try_from(of_job).unwrap(), "only the job is announced");
    }

    async fn the_good_lines_are_taken_in_by_the_same_rules_and_with_the_same_entries(w: &World) {
        w.site("London").await;
        let ada = w.person("Ada Lovelace").await;
        let import = upload(w, file(&[
            "ada.lovelace@contoso.com,Ada,Byron,,Maths,London,Hidden,",
            "joan@contoso.com,Joan,Clarke,joan@contoso.com,Hut 8,London,,'+44 20 7946 0000",
            "nobody,,,not an email,,,,",
        ])).await;
        assert_eq!(counts(&check(w, &import).await), [1, 1, 0, 1]);
        let job = run(w, &import).await;
        assert_eq!(counts(&job), [1, 1, 0, 0]);
        let stored = w.stored(&ada).await;
        assert_eq!((stored.last_name.as_str(), stored.department.as_deref(), stored.directory_visible), ("Byron", Some("Maths"), false));
        let joan = w.read().users().by_username("joan@contoso.com").await.unwrap().unwrap();
        assert_eq!((joan.phone_number.as_deref(), joan.site_id), (Some("+44 20 7946 0000"), stored.site_id));
        assert!(joan.directory_visible, "R19");
        for (action, id) in [("user_edited", stored.id), ("user_created", joan.id)] {
            let entries = w.audited(action).await;
            let entry = entries.iter().find(|entry| entry.subject_id == id.to_string()).unwrap();
            assert_eq!(entry.request_id.as_deref(), job["id"].as_str(), "R33");
            assert_eq!(entry.actor_name, "Olivia Owner");
        }
        assert_eq!(w.read().users().counts().await.unwrap().total, 3);
        let found = w.owner.get("/api/v1/users?search=clarke").await.expect(200);
        assert_eq!(found["total"], 1, "who was taken in is found");
        w.owner.post(&format!("{}/run", import_path(&import)), json!({})).await.problem(409, "refused");
        w.owner.post(&format!("{}/check", import_path(&import)), json!({"mapping": import["mapping"]})).await.problem(409, "refused");
    }

    async fn everything_that_is_wrong_with_a_file_is_told_at_once_by_line_and_column(w: &World) {
        let long = "x".repeat(300);
        let import = upload(w, file(&[
            "ada@contoso.com,Ada,Lovelace,nonsense,Maths,Atlantis,Perhaps,abc",
            &format!("grace@contoso.com,{long},Hopper,grace@contoso.com,,,,"),
            ",Joan,Clarke,joan@contoso.com,,,,",
            "twice@contoso.com,One,Two,one@contoso.com,,,,",
            "TWICE@contoso.com,Two,Three,two@contoso.com,,,,",
            "ragged@contoso.com,A,B",
            "ragged@contoso.com,A,B,a@b.com,,,,,surplus",
            "good@contoso.com,Good,Person,good@contoso.com,,,,",
        ])).await;
        let job = check(w, &import).await;
        assert_eq!(counts(&job), [1, 0, 0, 7]);
        let rows = told(w, &job).await;
        let columns = |at: usize| rows[at].2.iter().map(|(column, _)| column.as_str()).collect::<Vec<_>>();
        assert_eq!(columns(0), ["Site", "Company directory", "Email", "Phone number"]);
        assert_eq!((columns(1), columns(2)), (vec!["First name"], vec!["Username"]));
        assert_eq!((columns(3), rows[3].2[0].1.starts_with("Line 6 has this username, too.")), (vec!["Username"], true));
        assert!(rows[4].2[0].1.starts_with("Line 5 has this username, too."), "{rows:?}");
        assert!(rows[5].2[0].1.contains("has 3 values, but the first line names 8 columns"), "{rows:?}");
        assert!(rows[6].2[0].1.contains("has 9 values"), "{rows:?}");
        assert_eq!((rows[7].0, rows[7].1.as_str()), (9, "created"));
    }

    async fn r2_r3_r12_locked_values_are_refused_line_by_line_and_equal_ones_pass(w: &World) {
        let (london, _) = (w.site("London").await, w.site("Paris").await);
        let managed = w.managed("Grace Hopper", FieldSet::from(vec![Field::Department])).await;
        let ada = w.person("Ada Lovelace").await;
        w.owner.patch(&path_of(&ada), "*", json!({"site_id": london["id"]})).await.expect(200);
        let import = upload(w, file(&[
            "grace.hopper@contoso.com,Gracie,Hopper,grace.hopper@contoso.com,Navy,,Visible,",
            "ada.lovelace@contoso.com,Ada,Lovelace,ada.lovelace@contoso.com,,Paris,,",
        ])).await;
        let job = check(w, &import).await;
        assert_eq!(counts(&job), [0, 0, 0, 2]);
        let rows = told(w, &job).await;
        let columns: Vec<&str> = rows[0].2.iter().map(|(column, _)| column.as_str()).collect();
        assert_eq!(columns, ["First name", "Department"]);
        assert!(rows[0].2[0].1.contains("managed by Microsoft Entra ID"), "{rows:?}");
        assert_eq!(rows[1].2, [("Site".to_owned(), "A site is set once and cannot be changed.".to_owned())]);
        assert_eq!(w.stored(&managed).await.first_name, "Grace");
        let same = upload(w, file(&["grace.hopper@contoso.com,Grace,Hopper,grace.hopper@contoso.com,,London,Hidden,"])).await;
        assert_eq!(counts(&check(w, &same).await), [0, 1, 0, 0]);
        run(w, &same).await;
        let stored = w.stored(&managed).await;
        assert_eq!(stored.site_id.map(|id| id.to_string()).as_deref(), london["id"].as_str());
    }

    async fn r17_r18_licences_are_taken_from_a_file_while_seats_last(w: &World) {
        w.site("London").await;
        w.owner.post("/api/v1/licenses", json!({"name": "X1", "seats": 2})).await.expect(201);
        let ada = w.person("Ada Lovelace").await;
        let line = |name: &str, site: &str, plan: &str| format!("{name}@contoso.com,{name},Person,{name}@contoso.com,{site},{plan}");
        let file = format!("Username,First name,Last name,Email,Site,Licence\nada.lovelace@contoso.com,Ada,Lovelace,,London,x1\n{}\n", [
            line("nowhere", "", "X1"),
            line("nosite", "Atlantis", "X1"),
            line("joan", "London", "X1"),
            line("late", "London", "X1"),
            line("other", "London", "X9"),
        ].join("\n"));
        let import = upload(w, file).await;
        let job = check(w, &import).await;
        assert_eq!(counts(&job), [1, 1, 0, 4]);
        let rows = told(w, &job).await;
        let message = |at: usize| rows[at].2.last().unwrap().clone();
        assert_eq!(message(1).0, "Licence", "{rows:?}");
        assert!(message(4).1.starts_with("X1: "), "a refused line takes no seat: {rows:?}");
        assert!(message(5).1.starts_with("There is no plan named “X9”."), "{rows:?}");
        assert_eq!(counts(&run(w, &import).await), [1, 1, 0, 0]);
        assert_eq!(w.owner.get(&path_of(&ada)).await.expect(200)["plan"]["name"], "X1");
        assert_eq!(w.owner.get("/api/v1/licenses").await.expect(200)["items"][0]["used"], 2);
    }

    async fn r14_a_site_is_found_by_a_former_name(w: &World) {
        let london = w.site("London").await;
        w.owner.patch(&site_path(&london), "*", json!({"name": "London HQ"})).await.expect(200);
        let import = upload(w, file(&["joan@contoso.com,Joan,Clarke,joan@contoso.com,,LONDON,,"])).await;
        assert_eq!(counts(&check(w, &import).await), [1, 0, 0, 0]);
    }

    async fn an_empty_cell_changes_nothing_unless_it_is_to_clear(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        w.owner.patch(&path_of(&ada), "*", json!({"department": "Maths"})).await.expect(200);
        let import = upload(w, file(&["ada.lovelace@contoso.com,Ada,Lovelace,ada.lovelace@contoso.com,,,,"])).await;
        assert_eq!(counts(&check(w, &import).await), [0, 0, 1, 0]);
        w.owner.post(&format!("{}/run", import_path(&import)), json!({})).await.problem(409, "refused");
        let clear = json!({"mapping": import["mapping"], "clear_empty": true});
        assert_eq!(counts(&check_with(w, &import, clear).await), [0, 1, 0, 0]);
        run(w, &import).await;
        assert_eq!(w.stored(&ada).await.department, None);
    }

    async fn what_was_refused_is_given_back_to_be_mended_and_sent_again(w: &World) {
        let import = upload(w, file(&[
            "ada@contoso.com,Ada,Lovelace,nonsense,=cmd|' /C calc'!A0,,,'+44 20 7946 0000",
            "joan@contoso.com,Joan,Clarke,joan@contoso.com,,,,",
        ])).await;
        assert_eq!(counts(&check(w, &import).await), [1, 0, 0, 1]);
        run(w, &import).await;
        let lines = failed(w, &import).await;
        assert_eq!(lines[0], format!("{HEADER},Problem"));
        assert_eq!(
            lines[1],
            "ada@contoso.com,Ada,Lovelace,nonsense,'=cmd|' /C calc'!A0,,,'+44 20 7946 0000,\"Email: Write an email address, such as ada@example.com.\""
        );
        assert_eq!(lines.len(), 2);
        let again = upload(w, lines.join("\r\n").replace("nonsense", "ada@contoso.com")).await;
        assert_eq!(again["mapping"], import["mapping"], "the problem is no field");
        assert_eq!(counts(&check(w, &again).await), [1, 0, 0, 0]);
        run(w, &again).await;
        let ada = w.read().users().by_username("ada@contoso.com").await.unwrap().unwrap();
        assert_eq!((ada.department.as_deref(), ada.phone_number.as_deref()), (Some("=cmd|' /C calc'!A0"), Some("+44 20 7946 0000")));
    }

    async fn our_own_file_is_taken_in_again_and_changes_nothing(w: &World) {
        let london = w.site("London").await;
        let ada = with(new_user("Ada Lovelace"), json!({"site_id": london["id"], "department": "Maths", "phone_number": "+44 20 7946 0000"}));
        w.owner.post("/api/v1/users", ada).await.expect(201);
        let exported = w.owner.get("/api/v1/users/export").await.body;
        let import = upload(w, exported).await;
        assert_eq!(import["mapping"].as_array().unwrap().len(), api::users_import::FIELDS.len());
        assert_eq!(counts(&check(w, &import).await), [0, 0, 2, 0]);
    }

    async fn what_changed_between_check_and_import_is_told_line_by_line(w: &World) {
        let (ada, grace) = (w.person("Ada Lovelace").await, w.person("Grace Hopper").await);
        let site = w.site("Paris").await;
        let import = upload(w, file(&[
            "ada.lovelace@contoso.com,Ada,Byron,,,,,",
            "grace.hopper@contoso.com,Grace,Murray,,,,,",
            "joan@contoso.com,Joan,Clarke,joan@contoso.com,,,,",
            "alan@contoso.com,Alan,Turing,alan@contoso.com,,Paris,,",
        ])).await;
        assert_eq!(counts(&check(w, &import).await), [2, 2, 0, 0]);
        w.owner.delete(&path_of(&ada)).await;
        w.owner.patch(&path_of(&grace), "*", json!({"last_name": "Murray"})).await.expect(200);
        w.owner.post("/api/v1/users", json!({"username": "joan@contoso.com", "first_name": "Joan", "last_name": "Other", "email": "joan@contoso.com"})).await.expect(201);
        w.owner.delete(&site_path(&site)).await;
        let job = run(w, &import).await;
        let rows = w.rows(&job).await;
        assert_eq!(rows[0], "refused Ada Lovelace Fill this in.", "she would have to be made anew, and has no email");
        assert_eq!(rows[1], "unchanged Grace Hopper".replace("Hopper", "Murray"));
        assert_eq!(rows[2], "changed Joan Clarke");
        assert!(rows[3].starts_with("refused alan@contoso.com There is no site named “Paris”."), "{rows:?}");
        assert_eq!(failed(w, &import).await.len(), 3);
    }

    async fn a_check_goes_on_behind_its_last_line_when_its_process_died(w: &World) {
        let lines: Vec<String> = (0..600).map(|i| format!("p{i}@contoso.com,P,N{i},p{i}@contoso.com,,,,")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let import = upload(w, file(&lines)).await;
        let job = begun_elsewhere(w, &import).await;
        let job = w.settled(&job).await;
        assert_eq!((counts(&job), job["total"].as_u64()), ([598, 0, 2, 0], Some(600)));
    }

    async fn a_file_of_many_batches_is_taken_in_whole(w: &World) {
        let lines: Vec<String> = (0..600).map(|i| format!("p{i}@contoso.com,P,N{i},p{i}@contoso.com,,,,")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let import = upload(w, file(&lines)).await;
        assert_eq!(counts(&check(w, &import).await), [600, 0, 0, 0]);
        let taken = run(w, &import).await;
        assert_eq!((counts(&taken), taken["total"].as_u64()), ([600, 0, 0, 0], Some(600)));
        assert_eq!(w.count().await, 601);
        let again = upload(w, file(&lines)).await;
        assert_eq!(counts(&check(w, &again).await), [0, 0, 600, 0]);
    }

    async fn an_import_is_undone_where_it_has_changed_somebody(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let import = upload(w, file(&[
            "ada.lovelace@contoso.com,Augusta,Byron,,Maths,,,",
            "joan@contoso.com,Joan,Clarke,joan@contoso.com,,,,",
        ])).await;
        check(w, &import).await;
        let job = run(w, &import).await;
        let undo = w.owner.post(&format!("{}/undo", job_path(&job)), json!({})).await.expect(201);
        let undo = w.settled(&undo).await;
        let stored = w.stored(&ada).await;
        assert_eq!((stored.full_name().as_str(), stored.department), ("Ada Lovelace", None));
        let rows = w.rows(&undo).await;
        assert!(rows[1].contains("This person was made by the job."), "{rows:?}");
        assert_eq!(w.count().await, 3);
    }
}
