//! What the identity provider does to people, below the protocol: the rules that SCIM and REST share.

use domain::{Field, FieldSet, ManagedBy, Reason, RetrievalScope, Role, Status, TokenId};
use serde_json::json;
use server::http::Client;
use server::people::{self, Act, Error, Outcome, Provided, Written};
use uuid::Uuid;

use super::world::*;

fn client() -> Client {
    Client { request_id: "req-1".to_owned(), address: "192.0.2.1".to_owned(), user_agent: String::new() }
}

fn act_in<'a>(w: &'a World<'_>, scope: RetrievalScope) -> Act<'a> {
    Act::of_identity_provider(&w.app, w.org, scope, (TokenId(7), "entra"), &client())
}

fn act<'a>(w: &'a World<'_>) -> Act<'a> {
    act_in(w, RetrievalScope::AllUsers)
}

fn provided(name: &str) -> Provided {
    let (first, last) = name.split_once(' ').unwrap();
    let username = format!("{first}.{last}@contoso.com").to_lowercase();
    Provided {
        external_id: Some("object-id".to_owned()),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: Some(username.clone()),
        username,
        job_title: None,
        department: None,
        personal_phone: None,
        work_phone: None,
        locale: None,
        time_zone: None,
        status: Status::Active,
        site: None,
        extra: serde_json::Map::new(),
        sent: FieldSet::from(vec![Field::Username]),
    }
}

async fn create(w: &World<'_>, provided: &Provided) -> Written {
    people::create_from_idp(&act(w), provided).await.unwrap()
}

async fn write(
    w: &World<'_>,
    id: Uuid,
    change: impl Fn(&mut Provided) + Send + Sync,
) -> Result<Written, Error> {
    people::write_from_idp(&act(w), id, |current| {
        let user = &current.user;
        let mut next = Provided {
            username: user.username.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            email: user.email.clone(),
            external_id: user.external_id.clone(),
            status: user.status,
            site: current.site.clone(),
            ..provided("A B")
        };
        change(&mut next);
        Ok(next)
    })
    .await
}

fn refused(result: Result<impl std::fmt::Debug, Error>) -> Reason {
    match result {
        Err(Error::Refused(reason)) => reason,
        other => panic!("expected a refusal, not {other:?}"),
    }
}

on_both! {
    async fn r19_who_comes_through_the_identity_provider_is_managed_and_hidden(w: &World) {
        let written = create(w, &provided("Ada Lovelace")).await;
        assert_eq!(written.outcome, Outcome::Created);
        assert_eq!(written.user.managed_by, ManagedBy::IdentityProvider);
        assert!(!written.user.directory_visible);
        let events = w.history(&json!({"id": written.user.id})).await;
        assert_eq!(events[0]["actor"], "identity_provider");
        assert_eq!(events[0]["actor_name"], "entra");
    }

    async fn r5_the_first_write_links_a_local_user_and_a_second_equal_one_changes_nothing(w: &World) {
        let user = w.stored(&w.person("Ada Lovelace").await).await;
        let scim_id = user.scim_id.unwrap();
        let linked = write(w, scim_id, |next| next.external_id = Some("object-id".to_owned())).await.unwrap();
        assert_eq!(linked.outcome, Outcome::Linked);
        assert_eq!(linked.user.managed_by, ManagedBy::IdentityProvider);
        assert!(linked.user.directory_visible, "linking hides nobody");
        let head = w.feed_head().await;
        let again = write(w, scim_id, |_| ()).await.unwrap();
        assert_eq!((again.outcome, again.user.version), (Outcome::Unchanged, linked.user.version));
        assert_eq!(w.feed_head().await, head);
    }

    async fn r3_what_was_sent_stays_locked(w: &World) {
        let written = create(w, &provided("Ada Lovelace")).await;
        let after = write(w, written.user.scim_id.unwrap(), |next| {
            next.job_title = Some("Countess".to_owned());
            next.sent = FieldSet::from(vec![Field::JobTitle]);
        });
        let sent = after.await.unwrap().user.sent;
        assert_eq!(sent.iter().collect::<Vec<_>>(), [Field::Username, Field::JobTitle]);
    }

    async fn r7_deactivation_by_the_identity_provider_ends_every_session(w: &World) {
        let user = w.with_role("Grace Hopper", Role::Admin).await;
        let grace = w.sign_in(&user).await;
        let scim_id = w.stored(&user).await.scim_id.unwrap();
        write(w, scim_id, |next| next.status = Status::Deactivated).await.unwrap();
        grace.get("/api/v1/users").await.problem(401, "not_signed_in");
    }

    async fn r9_delete_deactivates_and_a_later_post_relinks_under_a_new_id(w: &World) {
        let first = create(w, &provided("Ada Lovelace")).await.user;
        let old_id = first.scim_id.unwrap();
        people::tombstone(&act(w), old_id, |_| Ok::<(), Error>(())).await.unwrap();
        let gone = w.read().users().get(first.id).await.unwrap().unwrap();
        assert_eq!((gone.status, gone.scim_id), (Status::Deactivated, None));
        let again = people::tombstone(&act(w), old_id, |_| Ok::<(), Error>(())).await;
        assert!(matches!(again, Err(Error::NotFound)));
        let back = create(w, &provided("Ada Lovelace")).await;
        assert_eq!((back.outcome, back.user.id), (Outcome::Relinked, first.id));
        assert_eq!(back.user.status, Status::Active);
        assert_ne!(back.user.scim_id, Some(old_id));
    }

    async fn r30_a_hidden_local_user_is_neither_written_nor_taken_over(w: &World) {
        let user = w.stored(&w.person("Ada Lovelace").await).await;
        let own_only = act_in(w, RetrievalScope::CreatedByIdentityProvider);
        let scim_id = user.scim_id.unwrap();
        let hidden = people::write_from_idp(&own_only, scim_id, |_| Ok::<_, Error>(provided("Ada Lovelace"))).await;
        assert!(matches!(hidden, Err(Error::NotFound)));
        let hidden = people::tombstone(&own_only, scim_id, |_| Ok::<(), Error>(())).await;
        assert!(matches!(hidden, Err(Error::NotFound)));
        let posted = people::create_from_idp(&own_only, &provided("Ada Lovelace")).await;
        assert_eq!(refused(posted), Reason::UsernameTaken);
    }

    async fn r13_a_site_is_named_by_its_name_or_a_former_one_without_regard_to_case(w: &World) {
        let london = w.site("London").await;
        let paris = w.site("Paris").await;
        let path = format!("/api/v1/sites/{}", london["id"].as_str().unwrap());
        w.owner.patch(&path, "*", json!({"name": "London HQ"})).await.expect(200);
        let written = create(w, &Provided { site: Some("LONDON".to_owned()), ..provided("Ada Lovelace") }).await;
        assert_eq!(written.site.as_deref(), Some("London HQ"));
        let scim_id = written.user.scim_id.unwrap();
        let same = write(w, scim_id, |next| next.site = Some("london hq".to_owned())).await.unwrap();
        assert_eq!(same.outcome, Outcome::Unchanged);
        let name = paris["name"].as_str().unwrap().to_owned();
        let other = write(w, scim_id, |next| {
            next.site = Some(name.clone());
            next.job_title = Some("Countess".to_owned());
        });
        assert_eq!(refused(other.await), Reason::SiteAlreadySet);
        assert_eq!(w.stored(&json!({"id": written.user.id})).await.job_title, None, "all or nothing");
        let unknown = write(w, scim_id, |next| next.site = Some("Atlantis".to_owned())).await;
        assert!(matches!(unknown, Err(Error::UnknownSite { name }) if name == "Atlantis"));
    }

    async fn r10_the_identity_provider_cannot_deactivate_the_last_active_owner(w: &World) {
        let owner = w.stored(&json!({"id": w.owner_id})).await;
        let scim_id = owner.scim_id.unwrap();
        let off = write(w, scim_id, |next| next.status = Status::Deactivated).await;
        assert_eq!(refused(off), Reason::LastActiveOwner);
        let gone = people::tombstone(&act(w), scim_id, |_| Ok::<(), Error>(())).await;
        assert_eq!(refused(gone), Reason::LastActiveOwner);
        assert_eq!(w.stored(&json!({"id": w.owner_id})).await, owner);
    }

    async fn what_the_console_and_the_identity_provider_change_at_once_is_both_kept(w: &World) {
        let written = create(w, &provided("Ada Lovelace")).await;
        let path = path_of(&json!({"id": written.user.id}));
        let (scim_id, act) = (written.user.scim_id.unwrap(), act(w));
        let provider = people::write_from_idp(&act, scim_id, |_| {
            let title = Some("Countess".to_owned());
            Ok::<_, Error>(Provided { job_title: title, ..provided("Ada Lovelace") })
        });
        let (written, edited) = tokio::join!(provider, w.owner.patch(&path, "*", json!({"extension": "4711"})));
        written.unwrap();
        edited.expect(200);
        let user = w.owner.get(&path).await.expect(200);
        assert_eq!((&user["job_title"], &user["extension"]), (&json!("Countess"), &json!("4711")));
    }

    async fn of_two_posts_of_one_username_at_once_one_is_refused(w: &World) {
        let (ada, act_one, act_two) = (provided("Ada Lovelace"), act(w), act(w));
        let (one, two) = tokio::join!(
            people::create_from_idp(&act_one, &ada),
            people::create_from_idp(&act_two, &ada),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    }
}
