//! The files of both runtimes import each other in one direction only, and each thing from the file that defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The source of each file, by the path of its module.
type Sources = BTreeMap<String, String>;

fn sources(folder: &str) -> Sources {
    fn add(folder: &Path, module: &str, sources: &mut Sources) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            let module = match module {
                "" => name.to_string(),
                module => format!("{module}::{name}"),
            };
            if path.is_dir() {
                add(&path, &module, sources);
            } else if name != "main" && name != "lib" {
                sources.insert(module, fs::read_to_string(&path).expect("a file"));
            }
        }
    }
    let mut sources = Sources::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    add(&root, "", &mut sources);
    assert!(sources.len() > 10, "{} has files", root.display());
    sources
}

/// The code, without comments and unit tests.
fn code(source: &str) -> String {
    let code = source.split("#[cfg(test)]\nmod tests").next().expect("one");
    let lines = code
        .lines()
        .map(|line| line.split("//").next().expect("one"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths that begin with `crate::` or `super::`, each with the names in its braces.
fn paths(module: &str, code: &str) -> Vec<String> {
    let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    let mut paths = Vec::new();
    for (at, keyword) in ["crate::", "super::"]
        .iter()
        .flat_map(|k| code.match_indices(k))
    {
        let rest = &code[at + keyword.len()..];
        let in_path = |c: char| c.is_alphanumeric() || "_:".contains(c);
        let end = rest.find(|c| !in_path(c)).unwrap_or(rest.len());
        let base = match (keyword, parent) {
            ("super::", parent) if !parent.is_empty() => format!("{parent}::{}", &rest[..end]),
            _ => rest[..end].to_string(),
        };
        match rest[end..]
            .strip_prefix('{')
            .and_then(|list| list.split_once('}'))
        {
            Some((list, _)) => {
                assert!(
                    !list.contains('{'),
                    "{module}: braces in braces are not read here"
                );
                let names = list
                    .split(',')
                    .map(str::trim)
                    .filter(|name| !name.is_empty());
                paths.extend(names.map(|name| format!("{base}{name}")));
            }
            None => paths.push(base),
        }
    }
    paths
}

/// The longest part of a path that is a file, and the name behind it.
fn resolve<'a>(path: &'a str, sources: &Sources) -> Option<(&'a str, &'a str)> {
    let ends = path.match_indices("::").map(|(at, _)| at);
    let files = ends
        .chain([path.len()])
        .filter(|end| sources.contains_key(&path[..*end]));
    let end = files.last()?;
    let name = path[end..].trim_start_matches("::");
    Some((&path[..end], name.split("::").next().expect("one")))
}

/// What each file imports.
fn imports(sources: &Sources) -> BTreeMap<&str, BTreeSet<String>> {
    let imports = |(module, source): (&String, &String)| -> BTreeSet<String> {
        let paths = paths(module, &code(source));
        let files = paths.iter().filter_map(|path| resolve(path, sources));
        let files = files.map(|(file, _)| file.to_string());
        files.filter(|file| file != module).collect()
    };
    sources
        .iter()
        .map(|of| (of.0.as_str(), imports(of)))
        .collect()
}

/// A circle of files, if there is one.
fn circle(sources: &Sources) -> Option<Vec<String>> {
    let mut imports = imports(sources);
    // A file that imports none of those that are left is in no circle.
    loop {
        let left: BTreeSet<String> = imports.keys().map(|file| file.to_string()).collect();
        imports.retain(|_, imported| !imported.is_disjoint(&left));
        if imports.len() == left.len() {
            break;
        }
    }
    let mut file = imports.keys().next()?.to_string();
    let mut walk = Vec::new();
    while !walk.contains(&file) {
        let next = imports[file.as_str()]
            .iter()
            .find(|next| imports.contains_key(next.as_str()));
        walk.push(std::mem::replace(
            &mut file,
            next.expect("it was left").clone(),
        ));
    }
    let begin = walk.iter().position(|of| *of == file);
    Some(walk.split_off(begin.expect("it was met again")))
}

/// The imports of a thing from a file that only re-exports it.
fn detours(sources: &Sources) -> Vec<String> {
    let mut detours = Vec::new();
    for (module, source) in sources {
        let code = code(source);
        for path in paths(module, &code) {
            let defines = |(file, name): (&str, &str)| {
                let words = [
                    "fn",
                    "struct",
                    "enum",
                    "trait",
                    "type",
                    "const",
                    "static",
                    "union",
                    "macro_rules!",
                ];
                let defines = |word| sources[file].contains(&format!("{word} {name}"));
                name.is_empty() || file == "sync" || words.into_iter().any(defines) // `sync` is std's
            };
            if !resolve(&path, sources).is_some_and(defines) {
                detours.push(format!("{module} imports crate::{path}"));
            }
        }
    }
    detours
}

const BOTH: [&str; 2] = ["../src", "src"];

#[test]
fn no_files_import_each_other_in_a_circle() {
    for folder in BOTH {
        if let Some(circle) = circle(&sources(folder)) {
            panic!(
                "in {folder} each of these files imports the next, and the last the first: {circle:?}"
            );
        }
    }
}

#[test]
fn each_thing_is_imported_from_the_file_that_defines_it() {
    for folder in BOTH {
        let detours = detours(&sources(folder));
        assert!(detours.is_empty(), "in {folder}:\n{}", detours.join("\n"));
    }
}

#[test]
fn a_circle_and_a_detour_are_found() {
    let file = |module: &str, source: &str| (module.to_string(), source.to_string());
    let mut sources = Sources::from([
        file("a", "use crate::b::f;\npub fn g() {}"),
        file("b", "use crate::c::{One, Two};\npub fn f() {}"),
        file("b::d", "use super::a::g;\n// crate::b::d::h"),
        file(
            "c",
            "pub struct One;\npub struct Two;\n#[cfg(test)]\nmod tests { use crate::a::g; }",
        ),
    ]);
    assert_eq!(circle(&sources), None);
    assert_eq!(detours(&sources), ["b::d imports crate::b::a::g"]);
    sources.insert(
        "c".to_string(),
        "use crate::a::g; // struct One struct Two".to_string(),
    );
    let circle = circle(&sources).expect("a, b, c");
    assert_eq!(circle, ["a", "b", "c"]);
}
