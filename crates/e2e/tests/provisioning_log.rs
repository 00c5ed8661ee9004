//! R31: what Entra is refused is explained in the log, while the admin looks on.

use e2e::entra::{Entra, Form, Person};
use e2e::{Database, Stage, any, containing, play};

use crate::common::{as_owner, site, token};

#[test]
fn r31_a_refused_request_of_entra_comes_in_and_says_where_to_mend_it() {
    play(async |stage: Stage| {
        let server = stage.contoso(Database::Sqlite).await?;
        site(&server, "London")?;
        let entra = Entra::new(&server.at("/scim/contoso/v2"), &token(&server)?, Form::Default);
        let admin = stage.browser(&server).await?;
        as_owner(&admin, "/provisioning", "Provisioning log").await?;
        let page = admin.page();
        page.sees("No requests yet").await?;

        let person = Person::new(1, "Ada", "Lovelace").at_work("Engineer", "Analytics", "Atlantis");
        let refused = entra.post(&person.resource(Some(entra.site_urn))).await?;
        refused.error(400, Some("invalidValue"))?;
        page.click("link", "No site has this name").await?;
        page.arrived("No site has this name").await?;
        page.sees("the name of a site: London").await?;
        page.sees("Atlantis").await?;
        page.sees("Enterprise applications › your app › Provisioning › Attribute mapping").await?;

        let mended = Person::new(1, "Ada", "Lovelace").at_work("Engineer", "Analytics", "London");
        entra.create(&mended).await?;
        page.within("navigation", "Main").click("link", "Provisioning log").await?;
        page.arrived("Provisioning log").await?;
        page.find("link", "Created the user").await?;
        page.within("table", any()).click("link", "Ada Lovelace").await?;
        page.arrived("Ada Lovelace").await?;
        page.within("main", any()).click("link", "Provisioning log").await?;
        page.sees("Only one person’s requests are shown").await?;
        page.find("link", containing("Created the user")).await.map(drop)
    });
}
