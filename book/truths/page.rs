//! The pages of the book and the code blocks in them.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::{
    env, fs,
    ops::Range,
    path::{Path, PathBuf},
};

/// The folder that holds the workspace.
pub fn root() -> PathBuf {
    let book = Path::new(env!("CARGO_MANIFEST_DIR"));
    book.parent()
        .expect("the book lies in the workspace")
        .to_path_buf()
}

/// A page: where it lies and what it says.
#[derive(Debug, Clone)]
pub struct Page {
    /// The Markdown file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// A fenced code block.
#[derive(Debug)]
pub struct Block {
    /// What stands behind the opening fence: `rust`, `rs`, `console`, …
    pub info: String,
    /// The lines between the fences.
    pub text: String,
    /// Where those lines stand in the page.
    pub range: Range<usize>,
    /// The line of the opening fence, counted from 1.
    pub line: usize,
}

/// The pages that `SUMMARY.md` names, in their order, without the appendix of code, which is generated.
pub fn pages() -> Vec<Page> {
    let src = root().join("book/src");
    let appendix = src.join("code");
    let summary = read(&src.join("SUMMARY.md"));
    let targets = Parser::new(&summary).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) if !dest_url.is_empty() => {
            Some(src.join(&*dest_url))
        }
        _ => None,
    });
    targets
        .filter(|path| !path.starts_with(&appendix))
        .map(|path| Page {
            text: read(&path),
            path,
        })
        .collect()
}

/// A file's text.
///
/// # Panics
///
/// If it cannot be read: the truths are about files that exist.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// True if `BLESS=1` is in the environment: what is compared is written instead.
pub fn blessing() -> bool {
    env::var_os("BLESS").is_some_and(|bless| bless == "1")
}

impl Page {
    /// Writes a page of the book, if it is to be blessed; returns true if it was. A page that a test has planted is in no file.
    ///
    /// # Panics
    ///
    /// If the page cannot be written.
    pub fn bless(&self, text: &str) -> bool {
        let bless = blessing() && text != self.text && self.path.is_file();
        if bless {
            fs::write(&self.path, text).expect("the page can be written");
        }
        bless
    }

    /// The fenced blocks, in order.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        for (event, range) in Parser::new_ext(&self.text, Options::ENABLE_TABLES).into_offset_iter()
        {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let line = 1 + self.text[..range.start].matches('\n').count();
                    let body =
                        range.start + self.text[range.start..].find('\n').map_or(0, |at| at + 1);
                    blocks.push(Block {
                        info: info.to_string(),
                        text: String::new(),
                        range: body..body,
                        line,
                    });
                    open = true;
                }
                Event::Text(text) if open => {
                    let block = blocks.last_mut().expect("a block is open");
                    block.text.push_str(&text);
                    block.range.end = range.end;
                }
                Event::End(TagEnd::CodeBlock) => open = false,
                _ => {}
            }
        }
        blocks
    }

    /// `path:line`, relative to the workspace.
    pub fn at(&self, line: usize) -> String {
        let root = root();
        let path = self.path.strip_prefix(&root).unwrap_or(&self.path);
        format!("{}:{line}", path.display())
    }
}
