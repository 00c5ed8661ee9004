//! What is told of a file, and what files are refused.

use domain::Role;
use domain::timestamp::DAY_MS;
use serde_json::{Value, json};

use super::*;

fn mapping(import: &Value) -> Vec<(u64, String)> {
    let one =
        |mapped: &Value| (mapped["column"].as_u64().unwrap(), mapped["field"].as_str().unwrap().to_owned());
    import["mapping"].as_array().unwrap().iter().map(one).collect()
}

fn named(mapping: &[(u64, &str)]) -> Vec<(u64, String)> {
    mapping.iter().map(|(column, field)| (*column, (*field).to_owned())).collect()
}

on_both! {
    async fn an_upload_tells_what_is_in_the_file_and_changes_nobody(w: &World) {
        let (head, count) = (w.feed_head().await, w.count().await);
        let file = "\u{FEFF}sep=;\r\nuserPrincipalName;givenName;surname;mail;Kostenstelle\r\nada@contoso.com;Ada;Lovelace;ada@contoso.com;7\r\n;;;;\r\n\"grace@contoso.com\";Grace;Hopper;;8\r\n";
        let import = upload(w, file).await;
        assert_eq!(import["header"], json!(["userPrincipalName", "givenName", "surname", "mail", "Kostenstelle"]));
        assert_eq!(import["sample"][1], json!(["grace@contoso.com", "Grace", "Hopper", "", "8"]));
        assert_eq!((&import["encoding"], &import["delimiter"], &import["lines"]), (&json!("utf-8"), &json!(";"), &json!(2)));
        assert_eq!(import["size"].as_u64(), Some(file.len() as u64));
        assert_eq!(mapping(&import), named(&[(0, "username"), (1, "first_name"), (2, "last_name"), (3, "email")]));
        assert_eq!(w.owner.get(&import_path(&import)).await.expect(200), import);
        assert_eq!((w.feed_head().await, w.count().await), (head, count));
    }

    async fn a_mapping_that_was_chosen_is_proposed_for_the_next_file(w: &World) {
        let file = "Login,Team,Mail,Vorname,Nachname\nada,Maths,a@x.com,Ada,Lovelace\n";
        let import = upload(w, file).await;
        let mut chosen = import["mapping"].as_array().unwrap().clone();
        chosen.push(json!({"column": 1, "field": "department"}));
        check_with(w, &import, json!({"mapping": chosen})).await;
        let next = upload(w, "Vorname,LOGIN,team\nAda,ada,Maths\n").await;
        assert_eq!(mapping(&next), named(&[(0, "first_name"), (1, "username"), (2, "department")]));
        let theirs = w.stranger.upload(PATH, "text/csv", b"login,team\nada,Maths\n".to_vec()).await.expect(201);
        assert_eq!(mapping(&theirs), named(&[(0, "username")]), "another organization's mapping is its own");
    }

    async fn a_file_that_is_not_utf8_asks_for_its_encoding_and_is_read_in_it(w: &World) {
        let file = b"username;first name;last name;email\nzoe@contoso.com;Zo\xEB;M\xFCller;zoe@contoso.com\n".to_vec();
        let problem = send(w, "", file.clone()).await.problem(422, "encoding_needed");
        assert!(problem["detail"].as_str().unwrap().starts_with("Line 2 is not in UTF-8."), "{problem}");
        let import = send(w, "?encoding=windows-1252", file.clone()).await.expect(201);
        assert_eq!((&import["encoding"], &import["sample"][0][1]), (&json!("windows-1252"), &json!("Zoë")));
        check(w, &import).await;
        run(w, &import).await;
        let found = w.owner.get("/api/v1/users?search=zoe@contoso.com").await.expect(200);
        assert_eq!(found["items"][0]["last_name"], "Müller");
        let mixed = send(w, "?encoding=utf-8", file).await.expect(201);
        let rows = w.rows(&check(w, &mixed).await).await;
        assert!(rows[0].starts_with("refused") && rows[0].contains("could not be read"), "{rows:?}");
        w.owner.upload(&format!("{PATH}?encoding=klingon"), "text/csv", b"a\nb".to_vec()).await.problem(400, "invalid_request");
    }

    async fn utf16_with_a_mark_is_read_as_such(w: &World) {
        let text = "\u{FEFF}username\tfirst name\nada\tAda\n";
        let file: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let import = upload(w, file).await;
        assert_eq!((&import["encoding"], &import["delimiter"]), (&json!("utf-16le"), &json!("\t")));
        assert_eq!(import["header"], json!(["username", "first name"]));
    }

    async fn files_that_are_no_list_of_people_are_refused_in_words_and_not_kept(w: &World) {
        let long = format!("username,note\nada,\"{}\n", "x".repeat(2 << 20));
        let wide = format!("username{}\n", ",x".repeat(1_000));
        for (file, code, status, words) in [
            (String::new(), "invalid_fields", 422, "The file is empty."),
            ("username,mail\n".to_owned(), "invalid_fields", 422, "first line only"),
            ("username\n\"ada".to_owned(), "invalid_fields", 422, "never closed"),
            (long, "invalid_fields", 422, "longer than 64 KB"),
            (wide, "invalid_fields", 422, "more than 1,000 columns"),
            ("username\na\0b\n".to_owned(), "encoding_needed", 422, "holds a NUL"),
        ] {
            let problem = send(w, "", file).await.problem(status, code);
            assert!(problem["detail"].as_str().unwrap().contains(words), "{words}: {problem}");
        }
        let answer = w.owner.upload(PATH, "application/json", b"{}".to_vec()).await;
        answer.problem(415, "unsupported_media_type");
    }

    async fn a_mapping_needs_the_username_and_each_field_once(w: &World) {
        let import = upload(w, "a,b\n1,2\n").await;
        assert_eq!(import["mapping"], json!([]));
        let path = format!("{}/check", import_path(&import));
        let column = |column: u64, field: &str| json!({"column": column, "field": field});
        for (mapping, errors) in [
            (json!([]), 1),
            (json!([column(0, "email"), column(1, "email")]), 2),
            (json!([column(0, "username"), column(5, "role")]), 2),
            (json!([column(0, "username"), column(0, "email")]), 1),
        ] {
            let problem = w.owner.post(&path, json!({"mapping": mapping})).await.problem(422, "invalid_fields");
            assert_eq!(problem["errors"].as_array().unwrap().len(), errors, "{problem}");
        }
        w.owner.post(&path, json!({"mapping": [column(0, "shoe_size")]})).await.problem(400, "invalid_request");
        w.owner.post(&format!("{}/run", import_path(&import)), json!({})).await.problem(409, "refused");
    }

    async fn r32_nothing_of_a_file_is_reached_from_elsewhere_or_without_the_right(w: &World) {
        let import = upload(w, "username\nada\n").await;
        let path = import_path(&import);
        w.stranger.get(&path).await.problem(404, "not_found");
        w.stranger.get(&format!("{path}/failed.csv")).await.problem(404, "not_found");
        w.stranger.post(&format!("{path}/check"), json!({"mapping": import["mapping"]})).await.problem(404, "not_found");
        w.stranger.post(&format!("{path}/run"), json!({})).await.problem(404, "not_found");
        let auditor = w.signed_in(Role::Auditor).await;
        auditor.get(&path).await.problem(403, "forbidden");
        auditor.upload(PATH, "text/csv", b"username\nada\n".to_vec()).await.problem(403, "forbidden");
    }

    async fn an_uploaded_file_goes_after_a_day_and_what_became_of_it_stays(w: &World) {
        let import = upload(w, "username\nada\n").await;
        let late = w.app.now().plus_ms(1);
        w.store().write(w.org, |tx| async move { tx.imports().trim(late.plus_ms(-DAY_MS), late).await }).await.unwrap();
        let job = check(w, &import).await;
        assert_eq!(job["state"], "failed");
        assert!(job["failure"].as_str().unwrap().contains("Upload it again"), "{job}");
        w.owner.get(&import_path(&import)).await.expect(200);
    }
}
