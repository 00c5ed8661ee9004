//! Schemas of the types of `api`, each once under `components`.

use utoipa::ToSchema;
use utoipa::openapi::schema::{Components, Object, Schema};
use utoipa::openapi::{Ref, RefOr};

/// The name under which `T` is listed: `User`, and `UserPage` for `Page<User>`.
fn name<T: ToSchema>() -> String {
    let full = std::any::type_name::<T>();
    let last = |path: &str| path.rsplit("::").next().unwrap_or(path).to_owned();
    match full.split_once('<') {
        Some((generic, argument)) => last(argument.trim_end_matches('>')) + &last(generic),
        None => T::name().into_owned(),
    }
}

/// A reference to `T`, which is listed if it is not yet.
pub(super) fn reference<T: ToSchema>(components: &mut Components) -> Ref {
    let mut inner = Vec::new();
    T::schemas(&mut inner);
    components.schemas.extend(inner);
    let name = name::<T>();
    components.schemas.entry(name.clone()).or_insert_with(T::schema);
    Ref::from_schema_name(name)
}

/// The fields of `T`, for parameters: name, schema, and whether it must be there. What they refer to is listed.
pub(super) fn fields<T: ToSchema>(components: &mut Components) -> Vec<(String, RefOr<Schema>, bool)> {
    let mut inner = Vec::new();
    T::schemas(&mut inner);
    components.schemas.extend(inner);
    let RefOr::T(Schema::Object(Object { properties, required, .. })) = T::schema() else {
        return Vec::new();
    };
    properties.into_iter().map(|(name, schema)| (name.clone(), schema, required.contains(&name))).collect()
}
