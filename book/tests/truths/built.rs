//! The built book.

use super::none;
use book::{
    frame,
    page::{blessing, read, root},
    served, site, theme,
};

#[test]
#[ignore = "needs mdbook"]
fn the_page_template_is_mdbooks_with_our_changes() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let template = theme::of_mdbook(scratch.path()).and_then(|theirs| theme::changed(&theirs));
    let template = template.unwrap_or_else(|problem| panic!("{problem}"));
    let ours = root().join("book/theme/index.hbs");
    if blessing() {
        std::fs::write(&ours, &template).expect("the template can be written");
    }
    assert!(
        read(&ours) == template,
        "theme/index.hbs is not mdBook's with the changes of truths/theme.rs; \
         `BLESS=1 cargo test -p book --test truths -- --ignored page_template` writes it"
    );
}

#[test]
#[ignore = "needs mdbook"]
fn the_site_builds_without_a_word_and_no_link_is_dead() {
    none(site::build());
    none(served::dead_links(&root().join("book/book")));
    none(site::broken_tables(&root().join("book/book")));
    let order = frame::order(&read(&root().join("book/src/SUMMARY.md")));
    none(frame::wrong_turns(&root().join("book/book"), &order));
    none(frame::bad_maps(&root().join("book/book"), &order));
    none(frame::found_by_search(
        &root().join("book/book"),
        &["hints.html", "code/"],
    ));
}
