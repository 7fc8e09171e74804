//! The truths of the book.

use book::{
    chapters, code, console, diffs, exercises, glossary, hours, includes,
    page::{Page, blessing, pages, read, root},
    predictions, programs, quotes, recorded,
    workspace::packages,
};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use testkit::within;

mod answers;
mod built;

const LONG: Duration = Duration::from_secs(600);

/// Held by the tests that `BLESS=1` makes write to pages: the second must read what the first has written.
fn writes_pages() -> MutexGuard<'static, ()> {
    static PAGES: Mutex<()> = Mutex::new(());
    PAGES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn none(problems: Vec<String>) {
    assert!(
        problems.is_empty(),
        "{} problems\n{}",
        problems.len(),
        problems.join("\n")
    );
}

#[test]
fn includes_exist_and_show_whole_items() {
    none(pages().iter().flat_map(includes::problems).collect());
}

#[test]
fn the_appendix_has_every_file_of_the_crates_that_pages_link_to() {
    let wanted = code::appendix(&pages());
    if blessing() {
        code::bless(&code::folder(), &wanted).expect("the appendix can be written");
    }
    let summary = read(&root().join("book/src/SUMMARY.md"));
    let mut problems = code::problems(&code::folder(), &wanted);
    problems.extend(code::unlisted(&summary, &wanted));
    problems.extend(code::unshowable(&wanted));
    problems.extend(
        pages()
            .iter()
            .flat_map(|page| code::bad_links(page, &wanted)),
    );
    none(problems);
}

#[test]
fn diff_blocks_show_what_has_changed() {
    let _alone = writes_pages();
    none(pages().iter().flat_map(diffs::problems).collect());
}

#[test]
fn predictions_answer_and_are_proved() {
    none(pages().iter().flat_map(predictions::problems).collect());
}

#[test]
fn quotes_are_curly_in_html_too() {
    let _alone = writes_pages();
    none(pages().iter().flat_map(quotes::straight).collect());
}

#[test]
fn hand_written_blocks_are_doctests() {
    let doctests = read(&root().join("book/truths/lib.rs"));
    none(
        pages()
            .iter()
            .flat_map(|page| includes::untested(page, &doctests))
            .collect(),
    );
}

#[test]
fn console_blocks_show_what_the_programs_print() {
    shown(|page| !programs::left_out(page));
}

#[test]
#[ignore = "builds tokio"]
fn console_blocks_show_what_the_programs_of_further_packages_print() {
    shown(programs::left_out);
}

/// Compares the console blocks of some pages with what their programs print.
fn shown(chosen: impl Fn(&Page) -> bool + Send + 'static) {
    let _alone = writes_pages();
    within(LONG, "the book's programs", move || {
        let pages = pages();
        let chosen = pages.iter().filter(|page| chosen(page));
        none(
            chosen
                .flat_map(|page| console::problems(page, programs::run))
                .collect(),
        );
    });
}

#[test]
fn chapters_crates_and_tables_name_each_other() {
    let (exercises, mut problems) = exercises::declared();
    assert!(!exercises.is_empty(), "no exercise was found");
    problems.extend(exercises.iter().flat_map(exercises::Exercise::incomplete));
    problems.extend(chapters::problems(&pages(), &exercises));
    none(problems);
}

#[test]
fn the_glossary_has_each_word_once_and_sends_to_a_page_that_says_it() {
    let text = read(&root().join("book/src/glossary.md"));
    none(glossary::problems(&text, &pages()));
}

#[test]
fn the_core_path_has_forty_five_thousand_words_and_takes_fourteen_hours_at_most() {
    let _alone = writes_pages();
    let (src, pages) = (root().join("book/src"), pages());
    let table = read(&src.join("exercises.md"));
    let costs = hours::costs(&read(&src.join("SUMMARY.md")), &table, &pages);
    none(hours::too_long(&costs, 45_000, 14));
    let introduction = pages
        .iter()
        .find(|page| page.path.ends_with("introduction.md"));
    let introduction = introduction.expect("the book has an introduction");
    match hours::told(&introduction.text, &costs) {
        Ok(told) if told == introduction.text || introduction.bless(&told) => {}
        Ok(_) => panic!(
            "the introduction's hours are not those of its pages: `BLESS=1 cargo test -p book --test truths` writes them"
        ),
        Err(problem) => panic!("{problem}"),
    }
}

#[test]
fn what_a_forge_shows_links_to_what_it_can_show() {
    let folders = packages().into_iter();
    let folders = folders.map(|package| package.manifest_path.with_file_name("README.md").into());
    let mut files: Vec<PathBuf> = folders.collect();
    files.extend(["README.md", "CONTRIBUTING.md"].map(|name| root().join(name)));
    files.retain(|file| file.is_file());
    assert!(files.len() > 6, "each stage has a README");
    none(
        files
            .iter()
            .flat_map(|file| chapters::unreadable(file, &read(file)))
            .collect(),
    );
}

#[test]
fn the_documents_programs_print_what_python_recorded() {
    let rows = chapters::rows(&read(&root().join("book/src/sources.md")));
    none(chapters::rows_problems(&rows));
    within(LONG, "the documents' programs", move || {
        let mut outputs = BTreeMap::new();
        let mut problems = Vec::new();
        for row in &rows {
            let Some(command) = &row.command else {
                continue;
            };
            let ran = outputs
                .entry(command.clone())
                .or_insert_with(|| programs::run(command));
            let file = root().join(format!("book/recorded/{}.out", row.id));
            problems.extend(recorded::problem(&row.id, &read(&file), &ran.output));
        }
        none(problems);
    });
}
