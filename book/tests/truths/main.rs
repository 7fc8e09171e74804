//! The truths of the book.

use book::{
    chapters, code, console, diffs, exercises, frame, glossary, hints, hours, includes,
    page::{Page, blessing, pages, read, root},
    predictions, programs, quotes, recorded, served, site, stubs, theme,
    workspace::packages,
    wrong_answers,
};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use testkit::within;

const LONG: Duration = Duration::from_secs(600);

/// Held by the tests that `BLESS=1` makes write to pages: the second must read what the first has written.
fn writes_pages() -> MutexGuard<'static, ()> {
    static PAGES: Mutex<()> = Mutex::new(());
    PAGES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Held by the tests that run answers: one that has to run alone is not beside those of the other test.
fn runs_answers() -> MutexGuard<'static, ()> {
    static ANSWERS: Mutex<()> = Mutex::new(());
    ANSWERS.lock().unwrap_or_else(PoisonError::into_inner)
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
fn the_code_of_the_hints_is_the_solutions() {
    none(
        exercises::declared()
            .0
            .iter()
            .flat_map(hints::problems)
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

/// All exercises, or those that the variable `EXERCISES` names: `EXERCISES=s6e1,s6e2`.
fn chosen() -> Vec<exercises::Exercise> {
    let (mut chosen, _) = exercises::declared();
    if let Ok(names) = std::env::var("EXERCISES") {
        chosen.retain(|exercise| names.split(',').any(|name| name == exercise.name));
    }
    assert!(!chosen.is_empty(), "no exercise was found");
    chosen
}

#[test]
#[ignore = "slow, and a reader's solved exercises would fail it"]
fn stubs_fail_and_solutions_pass() {
    let _alone = runs_answers();
    within(2 * LONG, "the stubs", || none(stubs::problems(&chosen())));
}

#[test]
#[ignore = "slow"]
fn wrong_answers_are_refused_with_their_words() {
    let _alone = runs_answers();
    within(2 * LONG, "the wrong answers", || {
        none(wrong_answers::refused(&chosen()))
    });
}

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
