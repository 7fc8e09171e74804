use super::{file_name, numbered};

#[test]
fn no_name_leaves_the_folder() {
    for (path, name) in [
        ("/", "index.html"),
        ("/a/b.txt", "b.txt"),
        ("/a/..", "index.html"),
        ("/%2e%2e", "index.html"),
        ("/..%2f..%2fetc%2fpasswd", "_.._etc_passwd"),
        ("/..%5cevil.exe", "_evil.exe"),
        ("/.bashrc", "bashrc"),
        ("/a%00b", "a_b"),
        ("/a%1b%5b31m", "a__31m"),
        ("/C:evil", "C_evil"),
        ("/nul.txt", "_nul.txt"),
        ("/com1", "_com1"),
        ("/caf%C3%A9.png", "café.png"),
        ("/%ff", "_"),
        ("/-rf", "_-rf"),
        ("/--help", "_--help"),
        ("/=ls", "_=ls"),
        ("/a%20%24%28b%29;c%26%60d%60", "a___b__c__d_"),
        ("/cafe%CC%81.txt", "cafe\u{301}.txt"),
        ("/ที่นี่.txt", "ที่นี่.txt"),
        ("/हिन्दी.txt", "हिन्दी.txt"),
        ("/%CC%81", "_\u{301}"),
    ] {
        assert_eq!(file_name(path), name, "{path}");
    }
    assert_eq!(file_name(&"é".repeat(300)).len(), 100);
}

#[test]
fn a_long_name_keeps_its_ending() {
    for ending in [".tar.gz", ".JPEG", ".html", ""] {
        let name = file_name(&format!("{}{ending}", "é".repeat(150)));
        assert!(name.ends_with(&format!("é{ending}")), "{name}");
        assert!(name.len() <= 100, "{name}");
    }
    let dots = file_name(&format!("{}.{}", "a".repeat(99), "b".repeat(20)));
    assert_eq!(dots, "a".repeat(99));
}

#[test]
fn a_number_stands_before_the_end() {
    assert_eq!(numbered("a.b.txt", 1), "a.b.txt");
    assert_eq!(numbered("a.b.txt", 2), "a.b-2.txt");
    assert_eq!(numbered("README", 3), "README-3");
    assert_eq!(numbered("a.b.tar.gz", 2), "a.b-2.tar.gz");
}

#[cfg(unix)]
#[test]
fn running_out_of_descriptors_is_temporary() {
    use super::is_shortage;
    use rustix::io::Errno;
    for (errno, expected) in [
        (Errno::MFILE, true),
        (Errno::NFILE, true),
        (Errno::NOSPC, false),
        (Errno::ACCESS, false),
    ] {
        assert_eq!(is_shortage(&errno.into()), expected, "{errno}");
    }
}
