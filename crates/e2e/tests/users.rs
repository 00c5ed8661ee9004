//! The table of users: search, filters, sort and pages, all in the address.

use std::rc::Rc;

use e2e::{Browser, Database, Failure, Outcome, Server, Stage, any, play, wait_for};

use crate::common::{as_owner, seed};

const SEARCH: &str = "Search name, username, email, number";

/// A server with the owner and 120 people of the seed, at the list of users.
async fn people(stage: &Stage) -> Outcome<(Rc<Server>, Browser)> {
    let server = stage.contoso(Database::Sqlite).await?;
    seed(&server, 120, 4)?;
    let browser = stage.browser(&server).await?;
    as_owner(&browser, "/users", "Users").await?;
    pager_says(&browser, "1–50 of 121").await?;
    Ok((server, browser))
}

async fn pager_says(browser: &Browser, range: &str) -> Outcome {
    browser.page().within("navigation", "Pages of the list").sees(range).await?;
    browser.page().settled().await
}

/// The names of the people in the table, from top to bottom.
async fn names(browser: &Browser) -> Outcome<Vec<String>> {
    let headers = browser.page().within("table", "Users").all("rowheader", any()).await?;
    Ok(headers.into_iter().map(|header| header.name).collect())
}

/// Waits until the text of every row is accepted.
async fn every_row(browser: &Browser, what: &str, accepts: impl Fn(&str) -> bool) -> Outcome {
    let script =
        "return [...document.querySelectorAll('tbody tr:not([aria-hidden])')].map(row => row.innerText)";
    wait_for(what, async || {
        let rows = browser.script(script, Vec::new()).await?;
        let rows: Vec<_> = rows.as_array().into_iter().flatten().filter_map(|row| row.as_str()).collect();
        match rows.iter().find(|row| !accepts(row)) {
            Some(row) => Failure::because(format!("a row says: {row}")),
            None if rows.is_empty() => Failure::because("there is no row"),
            None => Ok(()),
        }
    })
    .await
}

async fn add_filter(browser: &Browser, name: &str) -> Outcome {
    browser.page().choose_in_menu("Add filter", name).await
}

#[test]
fn a_search_finds_parts_of_names_and_shows_in_the_address() {
    play(async |stage: Stage| {
        let (_server, browser) = people(&stage).await?;
        let page = browser.page();
        page.fill(SEARCH, "OLIVIA@con").await?;
        browser.arrives("the search in the address", |at| at.contains("search=OLIVIA")).await?;
        pager_says(&browser, "1–1 of 1").await?;
        page.row("olivia@contoso.com").sees("Active").await?;

        page.fill(SEARCH, "nobody is called this").await?;
        page.sees("No user matches").await?;
        page.click("link", "Clear search and filters").await?;
        pager_says(&browser, "1–50 of 121").await
    });
}

#[test]
fn filters_by_status_and_by_manager_narrow_the_list_together() {
    play(async |stage: Stage| {
        let (_server, browser) = people(&stage).await?;
        let page = browser.page();
        add_filter(&browser, "Status").await?;
        page.choose("Status", "Deactivated").await?;
        browser.arrives("the status in the address", |at| at.contains("status=deactivated")).await?;
        every_row(&browser, "every row to say Deactivated", |row| row.contains("Deactivated")).await?;
        add_filter(&browser, "Managed by").await?;
        page.choose("Managed by", "Rollcall").await?;
        browser
            .arrives("both in the address", |at| {
                at.contains("status=deactivated") && at.contains("managed_by=local")
            })
            .await?;
        every_row(&browser, "local people alone", |row| !row.contains("Microsoft Entra ID")).await?;
        let shared = browser.location().await?;
        browser.go(&shared).await?;
        page.arrived("Users").await?;
        every_row(&browser, "the same behind the link", |row| {
            row.contains("Deactivated") && !row.contains("Microsoft Entra ID")
        })
        .await
    });
}

#[test]
fn a_column_sorts_both_ways_and_says_so() {
    play(async |stage: Stage| {
        let (_server, browser) = people(&stage).await?;
        let page = browser.page();
        let ascending = names(&browser).await?;
        let header = page.within("table", "Users");
        header.click("button", "Name").await?;
        browser.arrives("the order in the address", |at| at.contains("order=descending")).await?;
        page.settled().await?;
        let descending = names(&browser).await?;
        assert_ne!(ascending, descending);
        let said = "return document.querySelector('th[aria-sort]').getAttribute('aria-sort')";
        assert_eq!(browser.script(said, Vec::new()).await?, "descending");
        header.click("button", "Name").await?;
        browser.arrives("the other order in the address", |at| !at.contains("order=descending")).await?;
        page.settled().await?;
        assert_eq!(names(&browser).await?, ascending);
        Ok(())
    });
}

#[test]
fn back_forward_and_reload_keep_the_page_of_the_list() {
    play(async |stage: Stage| {
        let (_server, browser) = people(&stage).await?;
        let page = browser.page();
        let first = names(&browser).await?;
        page.click("link", "Next page").await?;
        pager_says(&browser, "51–100 of 121").await?;
        let second = names(&browser).await?;
        assert_ne!(first, second);
        page.click("link", "Next page").await?;
        pager_says(&browser, "101–121 of 121").await?;

        browser.back().await?;
        pager_says(&browser, "51–100 of 121").await?;
        assert_eq!(names(&browser).await?, second);
        browser.reload().await?;
        pager_says(&browser, "51–100 of 121").await?;
        assert_eq!(names(&browser).await?, second);
        browser.back().await?;
        pager_says(&browser, "1–50 of 121").await?;
        browser.forward().await?;
        pager_says(&browser, "51–100 of 121").await?;
        page.click("link", "Previous page").await?;
        pager_says(&browser, "1–50 of 121").await?;
        assert_eq!(names(&browser).await?, first);
        Ok(())
    });
}

#[test]
fn back_from_a_person_leads_to_the_list_as_it_was() {
    play(async |stage: Stage| {
        let (_server, browser) = people(&stage).await?;
        let page = browser.page();
        add_filter(&browser, "Status").await?;
        page.choose("Status", "Deactivated").await?;
        every_row(&browser, "every row to say Deactivated", |row| row.contains("Deactivated")).await?;
        let before = names(&browser).await?;
        let first = before[0].clone();
        let links = page.within("table", "Users").all("link", any()).await?;
        page.within("table", "Users").click("link", links[0].name.as_str()).await?;
        page.find_where("as the page's heading", "heading", any(), |heading| first.contains(&heading.name))
            .await?;
        browser.back().await?;
        page.arrived("Users").await?;
        every_row(&browser, "every row to say Deactivated", |row| row.contains("Deactivated")).await?;
        assert_eq!(names(&browser).await?, before);
        Ok(())
    });
}
