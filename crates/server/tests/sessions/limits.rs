//! How long sessions last.

use api::sessions::{EditLimits, GetLimits, Me, SessionLimits, SessionLimitsEdit};
use api::{Code, NoParams, NoQuery};
use domain::Role;

use crate::both;
use crate::support::{Answer, Organization};

const MINUTE_MS: i64 = 60_000;

async fn edit(contoso: &Organization<'_>, idle: Option<u32>, longest: Option<u32>) -> Answer {
    let version = contoso.owner.read::<GetLimits>().await.version;
    let body = SessionLimitsEdit { idle_minutes: idle, longest_minutes: longest };
    contoso.owner.browser.call::<EditLimits>(&NoParams {}, &NoQuery {}, &body, Some(version)).await
}

both! {
    async fn limits_hold_for_sessions_that_last_already(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        let limits: SessionLimits = edit(&contoso, Some(10), Some(30)).await.json();
        assert_eq!((limits.idle_minutes, limits.longest_minutes), (10, 30));
        assert_eq!(ada.read::<Me>().await.expires_at, server.app.now().plus_ms(30 * MINUTE_MS));
        server.clock.advance(9 * MINUTE_MS);
        ada.read::<Me>().await;
        server.clock.advance(10 * MINUTE_MS);
        assert_eq!(ada.browser.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
    }

    async fn a_longer_limit_lengthens_no_session_that_was_promised_to_end(server: &Server) {
        let contoso = server.organization("contoso").await;
        let before = contoso.owner.read::<Me>().await.expires_at;
        edit(&contoso, None, Some(10_080)).await;
        assert_eq!(contoso.owner.read::<Me>().await.expires_at, before);
    }

    async fn limits_outside_their_range_are_refused(server: &Server) {
        let contoso = server.organization("contoso").await;
        let problem = edit(&contoso, Some(4), Some(10_081)).await.problem();
        let fields: Vec<_> = problem.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["idle_minutes", "longest_minutes"]);
    }
}
