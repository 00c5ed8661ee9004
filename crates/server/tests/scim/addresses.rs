//! Addresses and methods: what there is, in the many ways of writing it, and what there is not.

use serde_json::json;

use super::client::*;
use crate::users::world::*;

on_both! {
    async fn an_address_is_the_same_with_doubled_and_trailing_slashes_and_stray_parameters(w: &World) {
        let mut entra = Idp::connect(w).await;
        let list = entra.get("/Users").await.expect(200);
        let base = entra.base.clone();
        for odd in [base.clone(), format!("{base}//"), base.replace("/v2", "//v2")] {
            entra.base = odd;
            for path in ["/Users", "/Users/", "//Users", "/Users?aadOptscim062020", "/Users/?aadOptscim062020&x=1"] {
                let found = entra.get(path).await.expect(200);
                assert_eq!(found, list, "{}{path}", entra.base);
            }
        }
    }

    async fn what_is_not_there_is_404_and_another_method_405_with_what_is_allowed(w: &World) {
        let entra = Idp::connect(w).await;
        for path in ["", "/", "/nothing", "/Users/x/y", "/Devices", "/Schemas/x/y", "/Users/%FF", "/%00"] {
            entra.get(path).await.refused(404, "");
        }
        for (method, path, allowed) in [
            ("PUT", "/Users", "GET, POST"),
            ("DELETE", "/Users", "GET, POST"),
            ("POST", "/Users/x", "GET, PUT, PATCH, DELETE"),
            ("BREW", "/Users/x", "GET, PUT, PATCH, DELETE"),
            ("PATCH", "/Groups", "GET, POST"),
            ("POST", "/Groups/x", "GET, PUT, PATCH, DELETE"),
            ("GET", "/.search", "POST"),
            ("GET", "/Users/.search", "POST"),
            ("GET", "/Groups/.search", "POST"),
            ("GET", "/Bulk", "POST"),
            ("POST", "/ServiceProviderConfig", "GET"),
            ("DELETE", "/Schemas", "GET"),
            ("PUT", "/ResourceTypes/User", "GET"),
        ] {
            let reply = entra.send(entra.request(method, path)).await;
            assert_eq!(reply.header("allow"), allowed, "{method} {path}");
            reply.refused(405, "");
        }
        let other_version = Idp { base: "/scim/contoso/v1".to_owned(), ..entra };
        other_version.get("/Users").await.refused(404, "");
    }

    async fn without_an_organization_there_is_only_a_scim_401(w: &World) {
        let mut entra = Idp::connect(w).await;
        for base in ["/scim", "/scim/", "/scim//", "/scim/v2"] {
            entra.base = base.to_owned();
            entra.get("").await.refused(401, "");
        }
    }

    async fn me_is_said_not_to_be_offered(w: &World) {
        let entra = Idp::connect(w).await;
        entra.get("/Me").await.refused(501, "");
    }

    async fn head_is_a_get_without_the_body(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let get = entra.get(&scim_path(&ada)).await;
        let head = entra.send(entra.request("HEAD", &scim_path(&ada))).await;
        assert_eq!((head.status, head.header("etag")), (200, get.header("etag")));
        assert_eq!(head.header("content-type"), scim::MEDIA_TYPE);
        assert_eq!(entra.send(entra.request("HEAD", "/Users")).await.status, 200);
    }

    async fn without_groups_there_is_an_empty_list_which_tests_of_connections_ask_for(w: &World) {
        let entra = Idp::connect(w).await;
        let empty = json!({"schemas": [LIST], "totalResults": 0, "startIndex": 1, "itemsPerPage": 0, "Resources": []});
        for path in [
            "/Groups",
            "/Groups?excludedAttributes=members&filter=displayName+eq+%22Sales%22",
            "/Groups?startIndex=1&count=100",
            "/Groups/?aadOptscim062020&filter=externalId eq \"x\"",
        ] {
            assert_eq!(entra.get(path).await.expect(200), empty, "{path}");
        }
        let search = json!({"filter": "displayName eq \"Sales\"", "excludedAttributes": ["members"]});
        assert_eq!(entra.post("/Groups/.search", search).await.expect(200), empty);
        for method in ["GET", "PUT", "PATCH", "DELETE"] {
            entra.raw(method, "/Groups/1", json!({"displayName": "x", "Operations": []}).to_string()).await.refused(404, "");
        }
    }
}
