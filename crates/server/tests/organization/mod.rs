//! The organization of the session.

use api::organization::Get;
use api::{Code, NoBody};
use domain::Role;

use crate::both;

both! {
    async fn everybody_who_may_see_people_sees_the_organization_and_only_their_own(server: &Server) {
        let (contoso, fabrikam) = (server.organization("contoso").await, server.organization("fabrikam").await);
        let auditor = contoso.person("ada", Role::Auditor).await;
        let seen = auditor.read::<Get>().await;
        assert_eq!((seen.id, seen.slug.as_str()), (contoso.id, "contoso"));
        assert_eq!(seen.created_at, server.app.now());
        assert_eq!(fabrikam.owner.read::<Get>().await.id, fabrikam.id);
    }

    async fn r32_a_member_does_not(server: &Server) {
        let contoso = server.organization("contoso").await;
        let member = contoso.person("ada", Role::Member).await;
        let answer = member.call::<Get>(&api::NoParams {}, &api::NoQuery {}, &NoBody {}, None).await;
        assert_eq!(answer.problem().code, Code::Forbidden);
    }
}
