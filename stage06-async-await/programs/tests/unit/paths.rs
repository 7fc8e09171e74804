use super::Names;

#[test]
fn no_encoding_leads_out_of_the_folder() {
    for path in [
        "",
        "a",
        "*",
        "/..",
        "/../",
        "/a/../b",
        "/.",
        "/%2e%2e/x",
        "/%2E%2e",
        "/.%2e/x",
        "/..%2fx",
        "/a%2fb",
        "/..%5cx",
        "/a\\b",
        "/a%5C..%5Cb",
        "/a%00",
        "/%00",
        "/%ff",
        "/%c0%ae%c0%ae/x",
        "/%2f",
        "//%2e%2e//",
    ] {
        assert_eq!(Names::parse(path), None, "{path}");
    }
}

#[test]
fn names_are_decoded_once() {
    for (path, title, folder) in [
        ("/", "/", "/"),
        ("/a%20b/c", "/a b/c", "/a%20b/c/"),
        ("//a//", "/a", "/a/"),
        ("/%252e%252e/x", "/%2e%2e/x", "/%252e%252e/x/"),
        ("/...", "/...", "/.../"),
        ("/%", "/%", "/%25/"),
    ] {
        let names = Names::parse(path).expect("it is a path");
        assert_eq!(
            (names.title(), names.as_folder()),
            (title.into(), folder.into())
        );
    }
}
