//! R32, walked over `api::ALL`: a new operation is covered by being in the list.

use std::collections::HashSet;

use api::{Access, Code, Method, Operation};
use domain::{Right, Role};
use serde_json::json;

use crate::both;
use crate::support::{Answer, Caller};

/// Ids of the right form that nothing has.
fn path(operation: &Operation) -> String {
    let id = |prefix: &str| format!("{prefix}{:032x}", 1);
    let own = match operation.path {
        path if path.starts_with("/api/v1/users/import/") => id("imp_"),
        path if path.starts_with("/api/v1/users/") || path.starts_with("/api/v1/admins/") => id("usr_"),
        path if path.starts_with("/api/v1/applications/") => id("app_"),
        path if path.starts_with("/api/v1/api-tokens/") => id("key_"),
        path if path.starts_with("/api/v1/sites/") => id("sit_"),
        path if path.starts_with("/api/v1/jobs/") => id("job_"),
        path if path.starts_with("/api/v1/views/") => id("viw_"),
        path if path.starts_with("/api/v1/licenses/") => id("pln_"),
        path if path.starts_with("/api/v1/license-rules/") => id("rul_"),
        path if path.starts_with("/api/v1/provisioning/log/") => id("log_"),
        _ => id("tok_"),
    };
    operation
        .path
        .replace("{id}", &own)
        .replace("{session_id}", &id("ses_"))
        .replace("{secret_id}", &id("sec_"))
}

/// Calls it with nothing that it needs but the right: a handler that is reached answers 404, 412, 422 or the like.
async fn call(caller: &Caller, operation: &Operation) -> Answer {
    let method = operation.method.as_str().parse().unwrap();
    let mut request = caller.request(method, &path(operation)).header("if-match", "\"1\"");
    if operation.method != Method::Get {
        request = request.json(&json!({}));
    }
    caller.send(request).await
}

fn is_stream(operation: &Operation) -> bool {
    operation.name == "event_stream"
}

#[test]
fn every_operation_is_mounted_exactly_once() {
    let routes = server::admin::routes();
    let mounted: Vec<&str> = routes.mounted().iter().map(|operation| operation.name).collect();
    let unique: HashSet<&str> = mounted.iter().copied().collect();
    let listed: HashSet<&str> = api::ALL.iter().map(|operation| operation.name).collect();
    assert_eq!(unique.len(), mounted.len(), "one is mounted twice: {mounted:?}");
    assert_eq!(unique, listed);
}

both! {
    async fn r32_nobody_who_is_signed_out_reaches_more_than_the_public_operations(server: &Server) {
        server.organization("contoso").await;
        for operation in api::ALL {
            let answer = call(&server.anybody(), operation).await;
            let refused = answer.status == 401 && answer.problem().code == Code::NotSignedIn;
            assert_eq!(refused, operation.access != Access::Public, "{}: {}", operation.name, answer.text);
        }
    }

    async fn r32_each_role_reaches_what_its_rights_allow_and_nothing_else(server: &Server) {
        let contoso = server.organization("contoso").await;
        for role in Role::ALL {
            for operation in api::ALL.iter().filter(|operation| !is_stream(operation)) {
                let Access::Right(right) = operation.access else { continue };
                // Anew for each: some operations end the session.
                let person = contoso.person(&format!("{}.{}", operation.name, role.name()), role).await;
                let answer = call(&person, operation).await;
                let refused = answer.status == 403 && answer.problem().code == Code::Forbidden;
                assert_eq!(refused, !role.has(right), "{} as {role:?}: {}", operation.name, answer.text);
                assert_ne!(answer.status, 401, "{} as {role:?}", operation.name);
                assert!(answer.status.as_u16() < 500, "{} as {role:?}: {}", operation.name, answer.text);
            }
        }
    }

    async fn r32_a_refusal_names_the_right_and_comes_before_anything_is_read(server: &Server) {
        let contoso = server.organization("contoso").await;
        let member = contoso.person("ada", Role::Member).await;
        let answer = member.raw(reqwest::Method::POST, "/api/v1/users?nonsense=1", "{not json").await;
        let problem = answer.problem();
        assert_eq!(problem.code, Code::Forbidden);
        assert_eq!(problem.rule.as_deref(), Some("R32"));
        assert_eq!(problem.reason, Some(domain::Reason::RightMissing { right: Right::EditUsers }));
    }

    async fn nothing_of_one_organization_is_found_from_another(server: &Server) {
        let (contoso, fabrikam) = (server.organization("contoso").await, server.organization("fabrikam").await);
        let ada = contoso.person("ada", Role::Member).await;
        let site = contoso.site("London").await;
        let session = contoso.sign_in(ada.user.id).await.read::<api::sessions::Me>().await.session_id;
        for operation in api::ALL.iter().filter(|operation| operation.path.contains("{id}")) {
            let path = operation
                .path
                .replace("{id}", &if operation.path.contains("/sites/") { site.to_string() } else { ada.user.id.to_string() })
                .replace("{session_id}", &session.to_string());
            let method: reqwest::Method = operation.method.as_str().parse().unwrap();
            let body = match operation.name {
                "site_edit" | "site_former_name_add" | "site_former_name_drop" => json!({"name": "London"}),
                "admin_edit" => json!({"role": "member"}),
                _ => json!({}),
            };
            let mut request = fabrikam.owner.request(method.clone(), &path).header("if-match", "\"1\"");
            if method != reqwest::Method::GET {
                request = request.json(&body);
            }
            let problem = fabrikam.owner.send(request).await.problem();
            assert_eq!(problem.code, Code::NotFound, "{}: {}", operation.name, problem.detail);
            assert!(!problem.detail.contains("ada") && !problem.detail.contains("London"), "{}", problem.detail);
        }
        assert_eq!(contoso.owner.get(&format!("/api/v1/users/{}", ada.user.id)).await.status, 200);
        assert_eq!(contoso.owner.get(&format!("/api/v1/sites/{site}")).await.status, 200);
    }
}
