//! What the service says of itself (RFC 7644 §4).

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

on_both! {
    async fn the_configuration_says_what_is_done(w: &World) {
        let entra = Idp::connect(w).await;
        let config = entra.get("/ServiceProviderConfig").await.expect(200);
        assert_eq!(config["patch"]["supported"], true);
        assert_eq!(config["etag"]["supported"], true);
        assert_eq!(config["sort"]["supported"], true);
        let pagination = &config["pagination"];
        assert_eq!((&pagination["cursor"], &pagination["defaultPaginationMethod"]), (&json!(true), &json!("index")));
        assert_eq!(config["filter"], json!({"supported": true, "maxResults": 1_000}));
        assert_eq!(config["meta"]["location"], format!("{}{}/ServiceProviderConfig", w.url, entra.base));
    }

    async fn every_type_and_schema_is_found_where_it_says_it_is(w: &World) {
        let entra = Idp::connect(w).await;
        for list in ["/ResourceTypes", "/Schemas"] {
            let all = entra.get(list).await.expect(200);
            assert_eq!(all["schemas"], json!([LIST]));
            assert_eq!(all["totalResults"], all["Resources"].as_array().unwrap().len());
            for one in all["Resources"].as_array().unwrap() {
                let location = one["meta"]["location"].as_str().unwrap();
                let path = location.strip_prefix(&format!("{}{}", w.url, entra.base)).unwrap();
                assert_eq!(&entra.get(path).await.expect(200), one);
                assert!(!one.to_string().contains("null"), "Entra reads no null");
            }
        }
        for nothing in ["/ResourceTypes/Device", "/Schemas/urn:nothing"] {
            entra.get(nothing).await.refused(404, "");
        }
    }

    async fn a_filter_of_it_is_forbidden(w: &World) {
        let entra = Idp::connect(w).await;
        for path in ["/Schemas", "/ResourceTypes", "/ServiceProviderConfig"] {
            entra.get(&format!("{path}?filter=id pr")).await.refused(403, "");
            entra.get(&format!("{path}?aadOptscim062020&startIndex=2&attributes=id")).await.expect(200);
        }
    }

    async fn r13_the_schema_of_the_site_offers_the_names_of_the_sites(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        let site = |schema: &Value| schema["attributes"][0].clone();
        let schema = entra.get(&format!("/Schemas/{SITE}")).await.expect(200);
        assert_eq!(site(&schema)["canonicalValues"], json!(["London"]));
        assert_eq!(site(&schema)["mutability"], "immutable");
    }
}
