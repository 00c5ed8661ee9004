//! API tokens: scripts that call the REST API for a person, in a role (R7, R32).

use api::api_tokens::{ApiToken, CreatedApiToken};
use api::{Access, Code, Method, Page};
use domain::{Role, timestamp};
use reqwest::Method as Verb;
use serde_json::{Value, json};

use crate::both;
use crate::support::{Answer, Caller, Organization, Person, Server};

const TOKENS: &str = "/api/v1/api-tokens";
const USERS: &str = "/api/v1/users";

/// A token of `person` with that role.
async fn token(person: &Caller, role: Role) -> CreatedApiToken {
    let answer = person.post(TOKENS, &json!({"name": "nightly", "role": role, "expires_in_days": 90})).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

/// What a script that shows `secret` is told.
async fn script(server: &Server, secret: &str, method: Verb, path: &str, body: Option<Value>) -> Answer {
    let anybody = server.anybody();
    let request = anybody.request(method, path).header("if-match", "*").bearer_auth(secret);
    anybody
        .send(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
}

async fn get(server: &Server, secret: &str, path: &str) -> Answer {
    script(server, secret, Verb::GET, path, None).await
}

/// A local member, who was made by a script with that token.
async fn made_by(server: &Server, secret: &str, name: &str) -> Answer {
    let body = json!({"username": name, "first_name": "Ada", "last_name": "Lovelace", "email": name});
    script(server, secret, Verb::POST, USERS, Some(body)).await
}

async fn second_owner(contoso: &Organization<'_>) -> Person {
    contoso.person("olaf", Role::Owner).await
}

both! {
    async fn r32_a_script_reads_and_changes_what_the_role_of_its_token_allows(server: &Server) {
        let contoso = server.organization("contoso").await;
        let admin = token(&contoso.owner, Role::UserAdmin).await;
        assert_eq!(get(server, &admin.secret, USERS).await.status, 200);
        assert_eq!(made_by(server, &admin.secret, "ada@contoso.com").await.status, 201);
        let auditor = token(&contoso.owner, Role::Auditor).await;
        assert_eq!(get(server, &auditor.secret, USERS).await.status, 200);
        let refused = made_by(server, &auditor.secret, "grace@contoso.com").await.problem();
        assert_eq!((refused.code, refused.rule.as_deref()), (Code::Forbidden, Some("R32")));
    }

    async fn r33_what_a_script_does_is_in_the_audit_log_under_its_makers_name_and_its_own(server: &Server) {
        let contoso = server.organization("contoso").await;
        let made = token(&contoso.owner, Role::Admin).await;
        assert_eq!(made_by(server, &made.secret, "ada@contoso.com").await.status, 201);
        let log: Value = contoso.owner.get("/api/v1/audit").await.json();
        let by = |action: &str| {
            let entry = log["items"].as_array().unwrap().iter().find(|entry| entry["action"] == action);
            entry.unwrap()["actor_name"].as_str().unwrap().to_owned()
        };
        assert_eq!(by("user_created"), "Olivia Owner (API token nightly)");
        assert_eq!(by("api_token_created"), "Olivia Owner");
        let random = made.secret.rsplit('.').next().unwrap();
        assert!(!log.to_string().contains(random), "secrets are never in the audit log");
    }

    async fn a_token_is_shown_once_and_stored_hashed(server: &Server) {
        let contoso = server.organization("contoso").await;
        let made = token(&contoso.owner, Role::Auditor).await;
        assert!(made.secret.starts_with("rc_api_") && made.secret.ends_with(&made.token.last_four));
        assert_eq!(made.token.created_by, "Olivia Owner");
        assert_eq!(made.token.expires_at, Some(server.app.now().plus_ms(90 * timestamp::DAY_MS)));
        let list = contoso.owner.get(TOKENS).await;
        assert!(!list.text.contains(made.secret.rsplit('.').next().unwrap()));
        assert_eq!(list.json::<Page<ApiToken>>().items, [made.token]);
    }

    async fn its_last_use_is_told(server: &Server) {
        let contoso = server.organization("contoso").await;
        let made = token(&contoso.owner, Role::Auditor).await;
        assert_eq!(made.token.last_used_at, None);
        get(server, &made.secret, USERS).await;
        let list: Page<ApiToken> = contoso.owner.get(TOKENS).await.json();
        assert_eq!(list.items[0].last_used_at, Some(server.app.now()));
        assert_eq!(list.items[0].last_used_address.as_deref(), Some("127.0.0.1"));
    }

    async fn a_token_that_is_revoked_expired_or_made_up_is_refused_in_the_same_words(server: &Server) {
        let contoso = server.organization("contoso").await;
        let revoked = token(&contoso.owner, Role::Auditor).await;
        let path = format!("{TOKENS}/{}", revoked.token.id);
        assert_eq!(contoso.owner.delete(&path).await.status, 204);
        assert_eq!(contoso.owner.delete(&path).await.problem().code, Code::NotFound);
        let working = token(&contoso.owner, Role::Auditor).await.secret;
        let forged = format!("{}{}", &working[..working.len() - 4], "AAAA");
        let mut words = Vec::new();
        for secret in [revoked.secret.as_str(), &forged, "rc_api_nonsense", ""] {
            let problem = get(server, secret, USERS).await.problem();
            assert_eq!(problem.code, Code::NotSignedIn);
            words.push(problem.detail);
        }
        server.clock.advance(90 * timestamp::DAY_MS);
        words.push(get(server, &working, USERS).await.problem().detail);
        words.dedup();
        assert_eq!(words.len(), 1, "{words:?}");
    }

    async fn what_a_proxy_asks_for_is_none_of_ours(server: &Server) {
        let contoso = server.organization("contoso").await;
        let request = contoso.owner.request(Verb::GET, USERS).basic_auth("proxy", Some("word"));
        assert_eq!(contoso.owner.send(request).await.status, 200, "the session counts");
    }

    async fn guessing_tokens_is_slowed_down_by_address(server: &Server) {
        server.organization("contoso").await;
        let mut last = get(server, "rc_api_guess", USERS).await;
        for _ in 0..100 {
            last = get(server, "rc_api_guess", USERS).await;
        }
        assert_eq!(last.problem().code, Code::TooManyAttempts);
        assert!(!last.header("retry-after").is_empty());
    }

    async fn a_script_that_asks_too_often_is_told_how_long_to_wait_and_others_are_not_slowed(server: &Server) {
        let contoso = server.organization("contoso").await;
        let (busy, other) =
            (token(&contoso.owner, Role::Auditor).await, token(&contoso.owner, Role::Auditor).await);
        let mut last = get(server, &busy.secret, "/api/v1/organization").await;
        for _ in 0..600 {
            last = get(server, &busy.secret, "/api/v1/organization").await;
        }
        assert_eq!(last.problem().code, Code::TooManyAttempts);
        assert!(last.header("retry-after").parse::<u64>().unwrap() >= 1);
        assert_eq!(get(server, &other.secret, "/api/v1/organization").await.status, 200);
        server.clock.advance(1_000);
        assert_eq!(get(server, &busy.secret, "/api/v1/organization").await.status, 200);
    }

    async fn r7_the_tokens_of_somebody_who_is_deactivated_end_for_good(server: &Server) {
        let contoso = server.organization("contoso").await;
        let olaf = second_owner(&contoso).await;
        let made = token(&olaf, Role::Admin).await;
        let path = format!("{USERS}/{}", olaf.user.id);
        let off = contoso.owner.post(&format!("{path}/deactivate"), &json!({})).await;
        assert_eq!(off.status, 200, "{}", off.text);
        assert_eq!(get(server, &made.secret, USERS).await.problem().code, Code::NotSignedIn);
        assert_eq!(contoso.owner.post(&format!("{path}/activate"), &json!({})).await.status, 200);
        assert_eq!(get(server, &made.secret, USERS).await.problem().code, Code::NotSignedIn);
        assert!(contoso.owner.get(TOKENS).await.json::<Page<ApiToken>>().items.is_empty());
        let log = contoso.owner.get("/api/v1/audit?action=api_token_revoked").await.text;
        assert!(log.contains("nightly"), "{log}");
    }

    async fn r32_a_token_whose_maker_has_lost_its_role_is_suspended_until_they_have_it_again(server: &Server) {
        let contoso = server.organization("contoso").await;
        let olaf = second_owner(&contoso).await;
        let made = token(&olaf, Role::Admin).await;
        let path = format!("/api/v1/admins/{}", olaf.user.id);
        let role = async |role: Role| {
            let version = contoso.owner.get(&format!("{USERS}/{}", olaf.user.id)).await.json::<Value>();
            let body = json!({"role": role});
            let answer = contoso.owner.patch(&path, version["version"].as_u64().unwrap(), &body).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
        };
        role(Role::Auditor).await;
        let refused = get(server, &made.secret, USERS).await.problem();
        assert_eq!((refused.code, refused.rule.as_deref()), (Code::Forbidden, Some("R32")));
        assert!(contoso.owner.get(TOKENS).await.json::<Page<ApiToken>>().items[0].suspended);
        role(Role::Admin).await;
        assert_eq!(get(server, &made.secret, USERS).await.status, 200);
    }

    async fn r32_nobody_makes_a_token_that_may_more_than_they(server: &Server) {
        let contoso = server.organization("contoso").await;
        let admin = contoso.person("ada", Role::Admin).await;
        let refused = admin.post(TOKENS, &json!({"name": "x", "role": "owner"})).await.problem();
        assert_eq!((refused.code, refused.rule.as_deref()), (Code::Refused, Some("R32")));
        assert_eq!(admin.post(TOKENS, &json!({"name": "x", "role": "admin"})).await.status, 201);
        let user_admin = contoso.person("grace", Role::UserAdmin).await;
        let refused = user_admin.post(TOKENS, &json!({"name": "x", "role": "member"})).await.problem();
        assert_eq!(refused.code, Code::Forbidden);
    }

    async fn no_token_has_a_way_to_what_belongs_to_a_person(server: &Server) {
        let contoso = server.organization("contoso").await;
        let made = token(&contoso.owner, Role::Owner).await;
        for operation in api::ALL.iter().filter(|operation| operation.person) {
            let verb = operation.method.as_str().parse().unwrap();
            let path = operation.path.replace("{id}", &format!("viw_{:032x}", 1));
            let path = path.replace("{session_id}", &format!("ses_{:032x}", 1));
            let body = (operation.method != Method::Get).then(|| json!({}));
            let refused = script(server, &made.secret, verb, &path, body).await.problem();
            assert_eq!(refused.code, Code::Forbidden, "{}: {}", operation.name, refused.detail);
        }
        // What a person sees of themselves is theirs, and so is a further token.
        let own = |name: &str| api::ALL.iter().any(|one| one.name == name && one.person);
        assert!(own("me_get") && own("api_token_create") && own("sso_activate") && own("session_sign_out"));
        assert!(api::ALL.iter().all(|one| !one.person || one.access != Access::Public));
    }

    async fn r32_a_job_that_a_script_starts_does_nothing_that_its_token_may_not(server: &Server) {
        let contoso = server.organization("contoso").await;
        let olaf = second_owner(&contoso).await;
        let made = token(&contoso.owner, Role::UserAdmin).await;
        let body = json!({"selection": {"ids": [olaf.user.id]}, "change": {"action": "deactivate"}});
        let job = script(server, &made.secret, Verb::POST, "/api/v1/users/bulk", Some(body)).await;
        assert_eq!(job.status, 201, "{}", job.text);
        server.app.jobs.settled().await;
        let path = format!("/api/v1/jobs/{}", job.json::<Value>()["id"].as_str().unwrap());
        let job = contoso.owner.get(&path).await.json::<Value>();
        assert_eq!((&job["counts"]["refused"], &job["counts"]["changed"]), (&json!(1), &json!(0)), "{job}");
    }

    async fn a_token_opens_its_own_organization_only(server: &Server) {
        let (contoso, fabrikam) = (server.organization("contoso").await, server.organization("fabrikam").await);
        let made = token(&contoso.owner, Role::Owner).await;
        let path = format!("{USERS}/{}", fabrikam.owner.user.id);
        assert_eq!(get(server, &made.secret, &path).await.problem().code, Code::NotFound);
        assert_eq!(fabrikam.owner.delete(&format!("{TOKENS}/{}", made.token.id)).await.problem().code, Code::NotFound);
        assert!(fabrikam.owner.get(TOKENS).await.json::<Page<ApiToken>>().items.is_empty());
        // The secret of one organization under the id of another.
        let other = made.secret.replace(&format!("{:032x}", contoso.id.0), &format!("{:032x}", fabrikam.id.0));
        assert_eq!(get(server, &other, USERS).await.problem().code, Code::NotSignedIn);
    }

    async fn bad_values_are_refused_with_everything_at_once(server: &Server) {
        let contoso = server.organization("contoso").await;
        let bad = json!({"name": " ", "role": "auditor", "expires_in_days": 0});
        let problem = contoso.owner.post(TOKENS, &bad).await.problem();
        let fields: Vec<_> = problem.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!((problem.code, fields), (Code::InvalidFields, vec!["name", "expires_in_days"]));
        let junk = contoso.owner.post(TOKENS, &json!({"name": "x", "role": "king"})).await.problem();
        assert_eq!(junk.code, Code::InvalidRequest);
    }

    async fn a_repeat_of_its_creation_makes_no_second_one(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ask = || {
            let request = contoso.owner.request(Verb::POST, TOKENS).header("idempotency-key", "once");
            contoso.owner.send(request.json(&json!({"name": "x", "role": "auditor"})))
        };
        assert_eq!(ask().await.status, 201);
        assert_eq!(ask().await.problem().code, Code::IdempotencyMismatch, "its secret is not kept");
        assert_eq!(contoso.owner.get(TOKENS).await.json::<Page<ApiToken>>().items.len(), 1);
    }
}
