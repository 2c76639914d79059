//! Properties of texts.

use super::super::properties::{caps_share, emoji, hashtags, length, repeat_share, urls, words};

#[test]
fn length_and_words_are_counted() {
    assert_eq!(length("e\u{301}👍"), 3);
    assert_eq!((words(""), words("..."), words("I can't, moss-eater!"), words("我想")), (0, 0, 4, 2));
}

#[test]
fn capitals_are_a_share_of_cased_letters() {
    assert_eq!(caps_share("123 我"), None);
    assert_eq!(caps_share("ABcd 12"), Some(0.5));
    assert_eq!(caps_share("ДА"), Some(1.0));
}

#[test]
fn repetition_is_a_share_of_words() {
    assert_eq!(repeat_share(" ! "), None);
    assert_eq!(repeat_share("one two three"), Some(0.0));
    assert_eq!(repeat_share("JOIN NOW JOIN NOW JOIN NOW"), Some(4.0 / 6.0));
    assert_eq!(repeat_share("grublin grublin"), Some(0.5));
    assert_eq!(repeat_share("spam spam spam spam"), Some(0.75));
    assert_eq!(repeat_share("the cat saw the dog"), Some(0.0));
}

#[test]
fn links_have_a_domain_and_a_path() {
    let text =
        "see http://paste.example/leak/42?x=1#y, (https://Jo:pw@Sub.Example.org:8080), www.a.test. shop: shopcoach.biz";
    let found: Vec<(String, String)> =
        urls(text).into_iter().map(|link| (link.domain, link.path.to_string())).collect();
    let wanted = [("paste.example", "/leak/42"), ("sub.example.org", ""), ("www.a.test", ""), ("shopcoach.biz", "")];
    assert_eq!(found, wanted.map(|(domain, path)| (domain.to_string(), path.to_string())));
    assert_eq!(urls(text)[0].url, "http://paste.example/leak/42?x=1#y");
    assert_eq!(urls("http://x.example http://y.example http://z.example").len(), 3);
    assert_eq!(urls("text http://en.wiki.example/A_(b)").pop().unwrap().path, "/A_(b)");
    for text in ["e.g. this", "invoice.exe", "jo@mail.com", "call.me", "3.14", "http://", "a...com", "end.Start"] {
        assert!(urls(text).is_empty(), "{text}");
    }
}

#[test]
fn emoji_are_counted_as_seen() {
    assert_eq!(emoji("👨‍👩‍👧 👍🏽 🇺🇸 ❤️ 1️⃣ 🔪"), 6);
    assert_eq!(emoji("1 # * © plain ™"), 0);
}

#[test]
fn hashtags_start_outside_words() {
    assert_eq!(hashtags("#MeToo a#b #1 http://x.test/#top #привет_мир ##x (#ok)"), ["MeToo", "привет_мир", "ok"]);
}
