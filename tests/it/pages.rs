//! The two pages as they are written: what they tell a browser before anything runs.

const PAGES: [(&str, &str); 2] = [
    ("index.html", include_str!("../../index.html")),
    ("coordinator.html", include_str!("../../coordinator.html")),
];

#[test]
fn both_pages_refuse_to_be_translated_in_every_browsers_way() {
    for (name, page) in PAGES {
        for told in [
            r#" lang="nl" translate="no" class="notranslate">"#,
            r#"<body translate="no" class="notranslate">"#,
            r#"<meta name="google" content="notranslate">"#,
        ] {
            assert!(page.contains(told), "{name} lacks {told}");
        }
    }
}

#[test]
fn both_pages_refuse_to_be_darkened() {
    assert!(include_str!("../../style/base.css").contains("color-scheme: only light;"));
    for (name, page) in PAGES {
        for told in [r#"<meta name="color-scheme" content="only light">"#, r#"<meta name="darkreader-lock">"#]
        {
            assert!(page.contains(told), "{name} lacks {told}");
        }
    }
}

#[test]
fn a_keyboard_makes_both_pages_smaller_instead_of_lying_over_their_fields() {
    for (name, page) in PAGES {
        assert!(page.contains("interactive-widget=resizes-content"), "{name}");
    }
}
