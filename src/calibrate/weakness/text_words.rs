//! Words that negate and words that address someone, language by language.
//!
//! Only languages that say so with words of their own have a list: Turkish, Persian or Arabic say much of it inside the
//! verb, and a list of words would call most such texts free of it.

/// The words of one language, in small letters; `x*` is any word that starts with x, `*x` any that ends with it.
pub(super) struct WordList {
    /// The language, as the first part of a BCP 47 tag.
    pub lang: &'static str,
    words: &'static [&'static str],
}

impl WordList {
    /// Tells whether a word, in small letters, is in the list.
    pub fn holds(&self, word: &str) -> bool {
        self.words.iter().any(|entry| {
            if let Some(start) = entry.strip_suffix('*') {
                return word.starts_with(start);
            }
            entry.strip_prefix('*').map_or(*entry == word, |end| word.ends_with(end))
        })
    }
}

/// Words that negate.
pub(super) const NEGATION: &[WordList] = &[
    list("en", &["not", "no", "never", "nobody", "nothing", "none", "neither", "nor", "cannot", "without", "*n't"]),
    list("de", &["nicht", "kein*", "nie", "niemals", "niemand*", "nichts", "weder", "ohne", "nein"]),
    list("fr", &["ne", "n'*", "non", "pas", "jamais", "rien", "aucun", "aucune", "sans", "ni"]),
    list("es", &["no", "nunca", "jamás", "nadie", "nada", "ningún", "ninguno", "ninguna", "tampoco", "sin", "ni"]),
    list("pt", &["não", "nunca", "jamais", "ninguém", "nada", "nenhum", "nenhuma", "sem", "nem"]),
    list("it", &["non", "no", "mai", "nessun*", "niente", "nulla", "senza", "né"]),
    list("nl", &["niet", "geen", "nooit", "niemand", "niets", "nee", "zonder"]),
    list("sv", &["inte", "ej", "aldrig", "ingen", "inget", "inga", "utan", "nej"]),
    list("pl", &["nie", "nigdy", "nikt", "nic", "żaden", "żadna", "żadne", "bez", "ani"]),
    list("ru", &["не", "нет", "никогда", "никто", "никого", "ничего", "ничто", "ни", "без", "нельзя"]),
    list("uk", &["не", "ні", "ніколи", "ніхто", "нікого", "нічого", "без"]),
    list("hi", &["नहीं", "नही", "मत", "न", "ना", "बिना"]),
    list("id", &["tidak", "bukan", "jangan", "tanpa", "belum", "tak"]),
];

/// Words that address someone.
pub(super) const SECOND_PERSON: &[WordList] = &[
    list("en", &["you", "your", "yours", "yourself", "yourselves", "u", "ur", "ya", "you'*"]),
    list("de", &["du", "dich", "dir", "dein*", "euch", "euer", "eure*"]),
    list("fr", &["tu", "te", "toi", "ton", "ta", "tes", "t'*", "vous", "votre", "vos"]),
    list("es", &["tú", "tu", "tus", "te", "ti", "vos", "usted", "ustedes", "vosotros", "vosotras", "contigo"]),
    list("pt", &["você", "vocês", "tu", "te", "ti", "teu", "tua", "teus", "tuas", "contigo"]),
    list("it", &["tu", "te", "ti", "tuo", "tua", "tuoi", "tue", "voi", "vostro", "vostra", "vostri", "vostre"]),
    list("nl", &["jij", "je", "jou", "jouw", "jullie", "u", "uw"]),
    list("sv", &["du", "dig", "din", "ditt", "dina", "er", "ert", "era"]),
    list("pl", &["ty", "ciebie", "cię", "tobie", "tobą", "wy", "was", "wam", "wami", "twój", "twoja", "twoje"]),
    list("ru", &["ты", "тебя", "тебе", "тобой", "твой", "твоя", "твои", "вы", "вас", "вам", "вами", "ваш", "ваша"]),
    list("uk", &["ти", "тебе", "тобі", "тобою", "твій", "твоя", "ви", "вас", "вам", "вами", "ваш", "ваша"]),
    list("hi", &["तुम", "तू", "आप", "तुम्हें", "तुझे", "तुम्हारा", "तुम्हारी", "तेरा", "तेरी", "आपका", "आपकी", "आपको"]),
    list("id", &["kamu", "anda", "kau", "engkau", "kalian"]),
];

const fn list(lang: &'static str, words: &'static [&'static str]) -> WordList {
    WordList { lang, words }
}
