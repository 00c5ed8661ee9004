//! The list: filters, pages, and who may read it.

use domain::Role;
use serde_json::{Value, json};

use super::*;

fn subjects(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["subject"].as_str().unwrap()).collect()
}

on_both! {
    async fn r31_filters_are_kept_together(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        w.clock.advance(60_000);
        let minute = w.app.now();
        entra.create("Grace Hopper").await;
        entra.patch(&ada, replace("active", "perhaps")).await.refused(400, "invalidValue");
        entra.read(&ada).await;
        assert_eq!(subjects(&entries(w, "").await), ["Ada Lovelace", "Ada Lovelace", "Grace Hopper", "Ada Lovelace"]);
        assert_eq!(entries(w, "?hide_reads=true").await.len(), 3);
        assert_eq!(subjects(&entries(w, "?outcome=refused").await), ["Ada Lovelace"]);
        assert_eq!(subjects(&entries(w, "?operation=create&subject=HOPPER").await), ["Grace Hopper"]);
        let user = entries(w, "?outcome=refused").await[0]["user_id"].as_str().unwrap().to_owned();
        assert_eq!(entries(w, &format!("?user={user}&hide_reads=true")).await.len(), 2);
        assert_eq!(entries(w, &format!("?from={minute}")).await.len(), 3);
        assert_eq!(entries(w, &format!("?to={minute}")).await.len(), 1);
        for junk in ["outcome=perhaps", "user=7", "from=yesterday", "colour=blue"] {
            w.owner.get(&format!("{LOG}?{junk}")).await.problem(400, "invalid_request");
        }
        w.owner.get(&format!("{LOG}?limit=0")).await.problem(422, "invalid_fields");
    }

    async fn r31_pages_go_forth_and_back_and_a_cursor_belongs_to_its_filters(w: &World) {
        let entra = Idp::connect(w).await;
        for name in ["Ada Lovelace", "Grace Hopper", "Alan Turing"] {
            entra.create(name).await;
        }
        let first = w.owner.get(&format!("{LOG}?limit=2")).await.expect(200);
        assert_eq!((&first["total"], &first["offset"]), (&json!(3), &json!(0)));
        let next = first["next_cursor"].as_str().unwrap();
        let second = w.owner.get(&format!("{LOG}?limit=2&cursor={next}")).await.expect(200);
        assert_eq!((subjects(second["items"].as_array().unwrap()), &second["offset"]), (vec!["Ada Lovelace"], &json!(2)));
        let back = second["previous_cursor"].as_str().unwrap();
        assert_eq!(w.owner.get(&format!("{LOG}?limit=2&cursor={back}")).await.expect(200)["items"], first["items"]);
        w.owner.get(&format!("{LOG}?outcome=changed&cursor={next}")).await.problem(400, "invalid_cursor");
    }

    async fn r32_an_auditor_reads_the_log_and_a_member_does_not(w: &World) {
        let entra = Idp::connect(w).await;
        entra.create("Ada Lovelace").await;
        for role in [Role::UserAdmin, Role::Auditor] {
            assert_eq!(w.signed_in(role).await.get(LOG).await.expect(200)["total"], 1);
        }
        w.signed_in(Role::Member).await.get(LOG).await.problem(403, "forbidden");
    }

    async fn r31_another_organization_sees_nothing_of_it(w: &World) {
        let entra = Idp::connect(w).await;
        entra.create("Ada Lovelace").await;
        let id = newest(w).await["entry"]["id"].as_str().unwrap().to_owned();
        assert_eq!(w.stranger.get(LOG).await.expect(200)["total"], 0);
        w.stranger.get(&format!("{LOG}/{id}")).await.problem(404, "not_found");
    }
}
