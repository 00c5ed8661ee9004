//! Lists that are large, or no lists.

use std::fmt::Write;

use super::*;

on_both! {
    async fn what_is_no_list_of_users_is_refused_in_words(w: &World) {
        for csv in ["", "  \n", "displayName,mail\nAda,a@x.com\n", "login\n\u{0}\n", "login\n\u{FFFD}\n"] {
            let problem = w.owner.post(PATH, json!({"csv": csv})).await.problem(422, "invalid_fields");
            assert_eq!(problem["errors"][0]["field"], "csv");
            assert!(problem["detail"].as_str().unwrap().ends_with('.'), "{problem}");
        }
        for junk in [json!({}), json!({"csv": 7}), json!({"csv": "login\nada", "keep": true})] {
            w.owner.post(PATH, junk).await.problem(400, "invalid_request");
        }
    }

    async fn bad_lines_are_told_and_the_others_count(w: &World) {
        let csv = "login,email\nada,a@x.com,too,many\nbob,b@x.com\nBOB,\n,c@x.com\n";
        let preview = preview(w, csv).await;
        assert_eq!(preview["counts"]["problems"], 1);
        assert_eq!(preview["problems"][0]["line"], 2);
        assert_eq!(fates(&preview), ["bob conflict R26", "BOB conflict R26", " conflict R26"]);
        assert!(preview["rows"][0]["message"].as_str().unwrap().contains("lines 3, 4"));
    }

    async fn a_list_of_more_than_a_megabyte_is_read_and_its_rows_are_capped(w: &World) {
        let mut csv = String::from("userPrincipalName,displayName,givenName,surname,mail\r\n");
        for at in 0..12_000 {
            write!(csv, "\"person{at}@contoso.com\",\"Person {at} of Contoso\",\"Person\",\"Number {at} of the company\",\"p{at}@contoso.com\"\r\n").unwrap();
        }
        assert!(csv.len() > 1 << 20);
        let preview = preview(w, &csv).await;
        assert_eq!((&preview["people"], &preview["counts"]["created"]), (&json!(12_000), &json!(12_000)));
        assert_eq!(fates(&preview).len(), 1_000);
    }

    async fn more_than_five_megabytes_or_fifty_thousand_people_are_too_much(w: &World) {
        let many = format!("login\n{}", "a\n".repeat(50_001));
        let problem = w.owner.post(PATH, json!({"csv": many})).await.problem(413, "too_large");
        assert!(problem["detail"].as_str().unwrap().contains("50,000"), "{problem}");
        let large = format!("login\n{}", "a".repeat(5 << 20));
        let problem = w.owner.post(PATH, json!({"csv": large})).await.problem(413, "too_large");
        assert!(problem["detail"].as_str().unwrap().contains("5 MB"), "{problem}");
        w.owner.post(PATH, json!({"csv": "a".repeat(13 << 20)})).await.problem(413, "too_large");
    }
}
