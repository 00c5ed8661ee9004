//! Pages (RFC 7644 §3.4.2.4), `.search`, and what is returned of each user.

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

/// Seven users and the owner, in the order of the list.
async fn eight(w: &World<'_>) -> (Idp, Vec<String>) {
    let entra = Idp::connect(w).await;
    for name in ["Zoe Z", "Ada A", "Mia M", "Bob B", "Yan Y", "Cat C", "Xia X"] {
        entra.create(name).await;
    }
    let names = names(&entra.get("/Users").await.expect(200));
    assert_eq!(names.len(), 8);
    (entra, names)
}

fn names(list: &Value) -> Vec<String> {
    list["Resources"].as_array().unwrap().iter().map(|u| u["userName"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn pages_follow_each_other_in_one_order(w: &World) {
        let (entra, all) = eight(w).await;
        let mut read = Vec::new();
        for start in [1, 4, 7] {
            let page = entra.get(&format!("/Users?startIndex={start}&count=3")).await.expect(200);
            assert_eq!((&page["startIndex"], &page["totalResults"]), (&json!(start), &json!(8)));
            assert_eq!(page["itemsPerPage"], page["Resources"].as_array().unwrap().len());
            read.extend(names(&page));
            entra.create(&format!("New P{start}")).await;
            let new = entra.find(&format!("userName eq \"new.p{start}@contoso.com\"")).await.remove(0);
            entra.delete(&new).await.expect(204);
        }
        assert_eq!(read, all);
    }

    async fn odd_numbers_of_pages_are_brought_into_range(w: &World) {
        let (entra, all) = eight(w).await;
        for (query, start, expected) in [
            ("startIndex=0&count=2", 1, &all[..2]),
            ("startIndex=-5&count=2", 1, &all[..2]),
            ("startIndex=3&count=0", 3, &[]),
            ("count=-1", 1, &[]),
            ("startIndex=9", 9, &[]),
            ("startIndex=8&count=99999", 8, &all[7..]),
            ("count=99999999999999999999999", 1, &all[..]),
        ] {
            let page = entra.get(&format!("/Users?{query}")).await.expect(200);
            assert_eq!((names(&page).as_slice(), &page["startIndex"]), (expected, &json!(start)), "{query}");
            assert_eq!(page["totalResults"], 8, "{query}");
        }
        let far = entra.get("/Users?startIndex=99999999999999999999999&count=10").await.expect(200);
        assert_eq!((names(&far).len(), &far["totalResults"]), (0, &json!(8)));
        for query in ["startIndex=one", "count=1.5"] {
            entra.get(&format!("/Users?{query}")).await.refused(400, "invalidValue");
        }
    }

    async fn a_filter_counts_before_it_pages(w: &World) {
        let (entra, _) = eight(w).await;
        let page = entra.get("/Users?filter=externalId+pr&startIndex=2&count=2").await.expect(200);
        assert_eq!((&page["totalResults"], &page["itemsPerPage"]), (&json!(7), &json!(2)));
    }

    async fn a_search_by_post_is_the_list(w: &World) {
        let (entra, _) = eight(w).await;
        let query = "filter=userName+ne+%22ada.a@contoso.com%22&startIndex=2&count=3&attributes=userName";
        let list = entra.get(&format!("/Users?{query}")).await.expect(200);
        let search = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
            "filter": "userName ne \"ada.a@contoso.com\"", "startIndex": 2, "count": 3, "attributes": ["userName"],
        });
        for path in ["/.search", "/Users/.search"] {
            assert_eq!(entra.post(path, search.clone()).await.expect(200), list);
        }
        entra.post("/.search", json!({"filter": "nonsense"})).await.refused(400, "invalidFilter");
    }

    async fn attributes_select_and_excluded_attributes_leave_out(w: &World) {
        let entra = Idp::connect(w).await;
        entra.create("Ada Lovelace").await;
        let find = "/Users?filter=userName+sw+%22ada%22";
        let keys = async |query: &str| {
            let list = entra.get(&format!("{find}&{query}")).await.expect(200);
            let mut keys: Vec<String> = list["Resources"][0].as_object().unwrap().keys().cloned().collect();
            keys.sort();
            keys.join(" ")
        };
        assert_eq!(keys("attributes=id").await, "id schemas");
        assert_eq!(keys("attributes=USERNAME,name.givenName,meta").await, "id meta name schemas userName");
        assert_eq!(keys("excludedAttributes=id,schemas,emails,name,meta").await, "active externalId id schemas userName");
        assert_eq!(keys("attributes=nothing").await, "id schemas");
    }
}
