//! Licences over REST, on both databases (R16-R18).

mod people;
mod plans;

use serde_json::{Value, json};

use crate::users::world::*;

/// A plan, made in the console.
pub async fn plan(w: &World<'_>, name: &str, seats: u64) -> Value {
    w.owner.post("/api/v1/licenses", json!({"name": name, "seats": seats})).await.expect(201)
}

pub fn plan_path(plan: &Value) -> String {
    format!("/api/v1/licenses/{}", plan["id"].as_str().unwrap())
}

/// A person at that site, made in the console.
pub async fn person_at(w: &World<'_>, site: &Value, name: &str) -> Value {
    let new = with(new_user(name), json!({"site_id": site["id"]}));
    w.owner.post("/api/v1/users", new).await.expect(201)
}

/// Gives somebody the plan.
pub async fn give(w: &World<'_>, user: &Value, plan: &Value) -> Answer {
    w.owner.patch(&path_of(user), "*", json!({"plan_id": plan["id"]})).await
}

/// Seats of the plan: used and free.
pub async fn seats(w: &World<'_>, plan: &Value) -> (u64, u64) {
    let plan = w.owner.get(&plan_path(plan)).await.expect(200);
    (plan["used"].as_u64().unwrap(), plan["free"].as_u64().unwrap())
}
