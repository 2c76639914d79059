//! What surrounds a text and how its author writes: greetings, small talk, disguises, and the fields of a record.

use serde_json::{Map, Value, json};

use crate::rng::Rng;

/// Greetings and endings by language. They hold no word that any clause reads.
const AROUND: [(&str, &[&str], &[&str]); 7] = [
    (
        "en",
        &[
            "Good evening from the harbour.",
            "Long day, short post.",
            "Rain again.",
            "Second coffee, first thought.",
            "Writing this on the ferry.",
            "Typed with cold hands.",
            "Late thought.",
            "From my window.",
        ],
        &[
            "End of post.",
            "That was the news.",
            "Now back to the garden.",
            "The kettle is on.",
            "More on Sunday.",
            "Greetings from the north side.",
        ],
    ),
    (
        "de",
        &["Guten Abend vom Hafen.", "Kurzer Gruß.", "Regen am Nachmittag."],
        &["Mehr am Sonntag.", "Bis bald im Hafen.", "Ende der Durchsage."],
    ),
    (
        "es",
        &["Buenas tardes desde el puerto.", "Llueve otra vez.", "Hoy hace viento."],
        &["Más el domingo.", "Saludos desde el norte."],
    ),
    (
        "fr",
        &["Bonsoir du port.", "Encore la pluie.", "Petit mot du soir."],
        &["La suite dimanche.", "Salutations du nord."],
    ),
    ("ru", &["Добрый вечер.", "Снова дождь.", "Пишу с парома."], &["Продолжение в воскресенье.", "Привет с севера."]),
    ("ar", &["مساء الخير", "المطر من جديد"], &["تحية من الشمال", "البقية يوم الأحد"]),
    ("zh", &["晚上好。", "又下雨了。"], &["星期天再聊。", "北边问好。"]),
];

/// Small talk that makes a text long, in English.
const LONG: [&str; 6] = [
    "It rained all morning and the river is high. The bridge stays closed, says the radio, and the ferry was full of bicycles.",
    "The baker has new rye bread with walnuts. It sells out before nine, so one gets up early or goes without bread.",
    "The lamps on the quay were painted green in spring. Half the street liked the old grey, the other half did not look up.",
    "In the evening the choir sang on the steps, three songs and then the one about the lighthouse, and the gulls sang along.",
    "The tomatoes on the balcony are red at last. Nine plants, two buckets of water a day, and a lot of patience.",
    "A heron stood on the pier for an hour. Nobody moved, least of all the heron, and then the bus came.",
];

/// Puts something before, after, or around a text.
pub fn surround(text: &str, lang: &str, rng: &mut Rng) -> String {
    let Some((_, before, after)) = AROUND.iter().find(|(name, ..)| *name == lang) else { return text.to_owned() };
    match rng.below(10) {
        0 | 1 => format!("{} {text}", rng.word(before)),
        2 | 3 => format!("{text} {}", rng.word(after)),
        4 => format!("{} {text} {}", rng.word(before), rng.word(after)),
        5 if lang == "en" => format!("{}\n\n{text}", rng.word(&LONG)),
        6 if lang == "en" => {
            // Two different ones: a text that repeats itself is bulk.
            let first = rng.below(LONG.len());
            let pair: Vec<&str> = LONG.iter().cycle().skip(first).take(2).copied().collect();
            format!("{text}\n\n{}", pair.join(" "))
        }
        _ => text.to_owned(),
    }
}

/// Disguises a word so that people still read it.
pub fn disguise(word: &str, rng: &mut Rng) -> String {
    match rng.below(5) {
        0 => word.chars().map(leet).collect(),
        1 => spaced(word),
        2 => word.chars().map(lookalike).collect(),
        3 => inserted(word, '\u{200b}'),
        _ => drawn_out(word),
    }
}

fn leet(letter: char) -> char {
    match letter {
        'a' => '4',
        'e' => '3',
        'i' => '1',
        'o' => '0',
        other => other,
    }
}

/// Cyrillic letters that look like Latin ones.
fn lookalike(letter: char) -> char {
    match letter {
        'a' => 'а',
        'e' => 'е',
        'o' => 'о',
        'c' => 'с',
        'p' => 'р',
        other => other,
    }
}

fn spaced(word: &str) -> String {
    if word.contains([' ', '-', '\'']) {
        return inserted(word, '\u{200b}');
    }
    word.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

/// Puts a character after the second letter.
fn inserted(word: &str, new: char) -> String {
    let mut out: String = word.chars().take(2).collect();
    out.push(new);
    out.extend(word.chars().skip(2));
    out
}

/// Repeats a vowel.
fn drawn_out(word: &str) -> String {
    match word.char_indices().find(|(_, letter)| "aeiou".contains(*letter)) {
        Some((at, vowel)) => {
            let (head, tail) = word.split_at(at);
            format!("{head}{vowel}{vowel}{tail}", vowel = vowel)
        }
        None => word.to_owned(),
    }
}

/// The fields of a record before a family sets its own.
pub fn fields(text: &str, lang: &str, rng: &mut Rng) -> Map<String, Value> {
    let surface = rng.word(&["post", "post", "comment", "comment", "comment", "message"]);
    let reach = match rng.below(20) {
        0 => rng.between(20_000, 900_000),
        1..=4 => rng.between(1_000, 20_000),
        _ => rng.between(3, 1_000),
    };
    let mut fields = Map::new();
    fields.insert("text".to_owned(), json!(text));
    fields.insert("lang".to_owned(), json!(lang));
    fields.insert("surface".to_owned(), json!(surface));
    fields.insert(
        "author".to_owned(),
        json!({"age_days": rng.between(8, 2_400), "badge": "none", "strikes": rng.below(10) / 8, "is_subject": false}),
    );
    fields.insert("target".to_owned(), json!({"kind": "private_person", "friend": false, "consents": false}));
    fields.insert("recipients".to_owned(), json!(1));
    fields.insert("reports".to_owned(), json!(rng.below(8) / 5));
    fields.insert("reach".to_owned(), json!(reach));
    fields
}

/// Sets a field by its dotted path; `missing` takes it out.
pub fn set(fields: &mut Map<String, Value>, path: &str, value: &str) {
    let (map, key) = match path.split_once('.') {
        Some((outer, inner)) => match fields.get_mut(outer).and_then(Value::as_object_mut) {
            Some(map) => (map, inner),
            None => return,
        },
        None => (fields, path),
    };
    if value == "missing" {
        map.remove(key);
    } else if let Ok(value) = serde_json::from_str(value) {
        map.insert(key.to_owned(), value);
    }
}
