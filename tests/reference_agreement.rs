//! Coefficients of agreement against those of krippendorff 0.9.0, irrCAC 0.4.4, statsmodels 0.15.0, scikit-learn 1.9.1
//! and pingouin 0.7.0 on the same inputs. Needs `PRECEPTOR_REFERENCE`; without it the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(clippy::print_stderr, reason = "tests say what they compared")]

mod reference;

use preceptor::calibrate::Ratings;
use preceptor::calibrate::agreement::alpha::{alpha, weighted};
use preceptor::calibrate::agreement::brennan_prediger::brennan_prediger;
use preceptor::calibrate::agreement::cohen::{Cohen, cohen};
use preceptor::calibrate::agreement::conger::conger;
use preceptor::calibrate::agreement::distance::Distance;
use preceptor::calibrate::agreement::fleiss::fleiss;
use preceptor::calibrate::agreement::gwet::gwet;
use preceptor::calibrate::agreement::icc::icc;
use preceptor::calibrate::agreement::pairs::{Meetings, pairs};
use preceptor::calibrate::agreement::percent::{item_mean, pooled};
use preceptor::calibrate::agreement::{Coefficient, Profiles, Weighting, Weights};
use preceptor::calibrate::paired::bowker;
use reference::{Tally, expected, ratings, rows, texts};
use serde_json::Value;

const WEIGHTINGS: [(&str, Weighting); 4] = [
    ("identity", Weighting::Identity),
    ("linear", Weighting::Linear),
    ("quadratic", Weighting::Quadratic),
    ("ordinal", Weighting::Ordinal),
];

fn whole(labels: usize) -> Vec<f64> {
    (0..labels).map(|label| label as f64).collect()
}

fn coefficient(tally: &mut Tally, what: &str, got: &Coefficient, want: &Value) {
    for (key, value) in want.as_object().unwrap() {
        let what = format!("{what} {key}");
        match key.as_str() {
            "est" | "coefficient_value" => tally.same(&what, got.figure.value, value),
            "pa" => tally.same(&what, got.observed, value),
            "pe" => tally.same(&what, got.expected, value),
            "se" => tally.same(&what, got.se, value),
            "p" => tally.same(&what, got.p, value),
            "ci" | "confidence_interval" => {
                tally.same(&what, got.figure.low, &value[0]);
                tally.same(&what, got.figure.high, &value[1]);
            }
            other => panic!("{what}: nothing to compare with {other}"),
        }
    }
}

fn five(tally: &mut Tally, what: &str, table: &Ratings, weights: &Weights, want: &Value) {
    let profiles = Profiles::of(table);
    for (key, want) in want.as_object().unwrap() {
        let got = match key.as_str() {
            "gwet" => gwet(&profiles, weights),
            "fleiss" => fleiss(&profiles, weights),
            "krippendorff" => weighted(&profiles, weights),
            "bp" => brennan_prediger(&profiles, weights),
            "conger" => conger(table, weights),
            other => panic!("nothing to compare with {other}"),
        };
        coefficient(tally, &format!("{what} {key}"), &got, want);
    }
}

fn pair(tally: &mut Tally, what: &str, cells: &[u64], labels: usize, want: &Value) {
    let kappa = |weighting| -> Cohen { cohen(cells, &Weights::new(weighting, labels)) };
    let (plain, linear, quadratic) =
        (kappa(Weighting::Identity), kappa(Weighting::Linear), kappa(Weighting::Quadratic));
    for (key, value) in want.as_object().unwrap() {
        let what = format!("{what} {key}");
        let ends = |tally: &mut Tally, cohen: &Cohen| {
            tally.same(&what, cohen.figure.low, &value[0]);
            tally.same(&what, cohen.figure.high.map(|high| high.min(1.0)), &value[1].as_f64().unwrap().min(1.0).into());
        };
        match key.as_str() {
            "n" => tally.equal(&what, cells.iter().sum(), value),
            "kappa" => tally.same(&what, plain.figure.value, value),
            "percent" => tally.same(&what, plain.observed, value),
            "kappa_linear" => tally.same(&what, linear.figure.value, value),
            "kappa_quadratic" => tally.same(&what, quadratic.figure.value, value),
            "table" => {
                let flat = value.as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap());
                flat.zip(cells).for_each(|(want, got)| tally.equal(&what, *got, want));
            }
            "se" => tally.same(&what, plain.se, value),
            "se0" => tally.same(&what, plain.se_if_chance, value),
            "se_linear" => tally.same(&what, linear.se, value),
            "se_quadratic" => tally.same(&what, quadratic.se, value),
            "kappa_max" => tally.same(&what, plain.largest, value),
            "ci95" => ends(tally, &plain),
            "ci95_linear" => ends(tally, &linear),
            "ci95_quadratic" => ends(tally, &quadratic),
            "bowker" => {
                let test = bowker(cells, labels);
                tally.same(&what, test.statistic, &value["stat"]);
                tally.same(&what, test.p, &value["p"]);
                tally.equal(&what, test.degrees, &value["df"]);
            }
            other => panic!("{what}: nothing to compare with {other}"),
        }
    }
}

#[test]
fn coefficients_equal_those_of_other_tools_on_six_sets() {
    let Some(all) = expected("agreement.json") else { return };
    let mut tally = Tally::default();
    for (set, want) in all.as_object().unwrap().iter().filter(|(name, _)| !name.starts_with('_')) {
        let names = texts(&want["categories_in_order"]);
        let table = ratings(&format!("{set}.csv"), &names);
        let (profiles, labels) = (Profiles::of(&table.ratings), names.len());
        let identity = Weights::new(Weighting::Identity, labels);
        let alpha_of = |distance| alpha(&profiles, &distance).figure.value;
        for (key, value) in want.as_object().unwrap() {
            let what = format!("{set} {key}");
            match key.as_str() {
                "categories_in_order" => {}
                "n_items_with_2plus" => tally.equal(&what, profiles.rated_twice(), value),
                "krippendorff" => {
                    for (kind, value) in value.as_object().unwrap() {
                        let got = match kind.as_str() {
                            "nominal" => alpha_of(Distance::Nominal),
                            "ordinal" => alpha_of(Distance::Ordinal),
                            "interval" => alpha_of(Distance::Interval(whole(labels))),
                            other => panic!("nothing to compare with {other}"),
                        };
                        tally.same(&format!("{what} {kind}"), got, value);
                    }
                }
                "percent_agreement_item_mean" => tally.same(&what, item_mean(&profiles, &identity).figure.value, value),
                "percent_agreement_pair_pooled" => tally.same(&what, pooled(&profiles, &identity).figure.value, value),
                "marginals" => {
                    let wants = value.as_array().unwrap();
                    profiles.marginals().iter().zip(wants).for_each(|(got, want)| tally.same(&what, Some(*got), want));
                }
                "mean_item_entropy_bits" => tally.same(&what, Some(profiles.mean_entropy_bits()), value),
                "fleiss_statsmodels" => tally.same(&what, fleiss(&profiles, &identity).figure.value, value),
                "randolph_statsmodels" => tally.same(&what, brennan_prediger(&profiles, &identity).figure.value, value),
                "pairwise" => {
                    let mut left = value.as_object().unwrap().len();
                    Meetings::of(&table.ratings).visit(0..table.judges.len() as u32, 1, |a, b, cells| {
                        let name = format!("{}|{}", table.judges[a as usize], table.judges[b as usize]);
                        if let Some(want) = value.get(&name) {
                            left -= 1;
                            pair(&mut tally, &format!("{what} {name}"), cells, labels, want);
                        }
                    });
                    assert_eq!(left, 0, "{what}: pairs that were not found");
                }
                "mean_pairwise_cohen" => {
                    let known = want["pairwise"].as_object().unwrap();
                    let name = |a: u32, b: u32| format!("{}|{}", table.judges[a as usize], table.judges[b as usize]);
                    let all = pairs(&table.ratings, 1, None);
                    let met: Vec<f64> = all
                        .iter()
                        .filter(|p| known.contains_key(&name(p.a, p.b)))
                        .filter_map(|p| p.kappa.value)
                        .collect();
                    tally.same(&what, Some(met.iter().sum::<f64>() / met.len() as f64), value);
                }
                other => {
                    let weighting = WEIGHTINGS.iter().find(|(name, _)| other == format!("irrCAC_{name}")).unwrap().1;
                    five(&mut tally, &what, &table.ratings, &Weights::new(weighting, labels), value);
                }
            }
        }
    }
    tally.done("agreement.json");
}

/// Textbook data: `None` where a judge was silent.
fn textbook(data: &Value) -> (Ratings, usize) {
    let rows = data.as_array().unwrap();
    let name = |cell: &Value| match cell {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let cells = || rows.iter().flat_map(|row| row.as_array().unwrap());
    let mut names: Vec<String> = cells().filter_map(name).collect();
    names.sort();
    names.dedup();
    let judges = rows[0].as_array().unwrap().len();
    let given = cells().enumerate().filter_map(|(at, cell)| {
        let label = names.binary_search(&name(cell)?).unwrap();
        Some(((at / judges) as u32, (at % judges) as u32, label as u16))
    });
    (Ratings::new(rows.len(), judges, names.len(), given.collect()), names.len())
}

#[test]
fn textbook_examples_have_their_values() {
    let Some(extra) = expected("extra.json") else { return };
    let mut tally = Tally::default();
    for (size, tables) in extra["weights"].as_object().unwrap() {
        let labels: usize = size.trim_start_matches('K').parse().unwrap();
        for (kind, table) in tables.as_object().unwrap() {
            let weighting = match kind.as_str() {
                "radical" => Weighting::Radical,
                "ratio" => Weighting::Ratio,
                other => WEIGHTINGS.iter().find(|(name, _)| *name == other).unwrap().1,
            };
            let weights = Weights::new(weighting, labels);
            for (a, row) in table.as_array().unwrap().iter().enumerate() {
                for (b, want) in row.as_array().unwrap().iter().enumerate() {
                    tally.same(&format!("{size} {kind} {a} {b}"), Some(weights.get(a, b)), want);
                }
            }
        }
    }
    for (set, want) in extra["irrCAC_datasets"].as_object().unwrap() {
        let (table, labels) = textbook(&want["data"]);
        for (kind, weighting) in WEIGHTINGS {
            if let Some(want) = want.get(kind) {
                five(&mut tally, &format!("{set} {kind}"), &table, &Weights::new(weighting, labels), want);
            }
        }
    }
    let example = &extra["krippendorff_example"];
    let rows = example["data"].as_array().unwrap().iter().enumerate();
    let cells = rows.flat_map(|(judge, row)| {
        let given = row.as_array().unwrap().iter().enumerate();
        given.filter_map(move |(item, v)| Some((item as u32, judge as u32, v.as_f64()? as u16 - 1)))
    });
    let profiles = Profiles::of(&Ratings::new(12, 4, 5, cells.collect()));
    let values: Vec<f64> = (1..=5).map(f64::from).collect();
    let kinds = [
        ("nominal", Distance::Nominal),
        ("ordinal", Distance::Ordinal),
        ("interval", Distance::Interval(values.clone())),
        ("ratio", Distance::Ratio(values)),
    ];
    for (kind, distance) in kinds {
        tally.same(kind, alpha(&profiles, &distance).figure.value, &example[kind]);
    }
    let counts: Vec<Vec<u32>> = serde_json::from_value(extra["fleiss_example"]["counts"].clone()).unwrap();
    let kappa = fleiss(&Profiles::from_counts(5, &counts), &Weights::new(Weighting::Identity, 5));
    tally.same("fleiss", kappa.figure.value, &extra["fleiss_example"]["kappa"]);
    tally.done("extra.json");
}

#[test]
fn alpha_without_each_judge_equals_the_reference() {
    let Some(extra) = expected("extra.json") else { return };
    let mut tally = Tally::default();
    let want = &extra["hatecheck_leave_one_rater_out"];
    let table = ratings("hatecheck.csv", &["0".to_owned(), "1".to_owned()]);
    let without = |judge: u32| {
        let rows = table.ratings.iter().filter(|row| row.1 != judge).collect();
        let rest = Ratings::new(table.items.len(), table.judges.len(), 2, rows);
        alpha(&Profiles::of(&rest), &Distance::Nominal).figure.value
    };
    tally.same("all", without(u32::MAX), &want["alpha"]);
    for (name, want) in want["without"].as_object().unwrap() {
        let judge = table.judges.iter().position(|judge| judge == name).unwrap();
        tally.same(name, without(judge as u32), want);
    }
    tally.done("extra.json, leave one out");
}

#[test]
fn intraclass_correlations_equal_the_reference() {
    let Some(all) = expected("icc.json") else { return };
    let mut tally = Tally::default();
    let names: Vec<String> = ["0", "1", "2"].map(String::from).to_vec();
    let table = ratings("xstest.csv", &names);
    let values: Vec<f64> = table.ratings.all_labels().iter().map(|label| f64::from(*label)).collect();
    let got = icc(&values, 2);
    for (name, want) in all["xstest"].as_object().unwrap() {
        let form = match name.as_str() {
            "ICC(1,1)" => &got.single,
            "ICC(A,1)" => &got.agreement,
            "ICC(C,1)" => &got.consistency,
            "ICC(1,k)" => &got.single_mean,
            "ICC(A,k)" => &got.agreement_mean,
            _ => &got.consistency_mean,
        };
        tally.same(name, form.figure.value, &want["ICC"]);
        tally.near(name, form.f, &want["F"], 1e-7);
        tally.same(name, Some(form.degrees.0), &want["df1"]);
        tally.same(name, Some(form.degrees.1), &want["df2"]);
        tally.same(name, form.p, &want["pval"]);
        // The tool rounds its intervals to two digits.
        tally.near(name, form.figure.low, &want["CI95"][0], 0.005_000_1);
        tally.near(name, form.figure.high, &want["CI95"][1], 0.005_000_1);
    }
    tally.done("icc.json");
}

#[test]
fn a_hundred_thousand_items_have_their_values() {
    let Some(want) = expected("synthetic_100k.json") else { return };
    let mut tally = Tally::default();
    let number = |text: &String| text.parse::<u32>().unwrap();
    let given: Vec<_> =
        rows("synth_100k.csv").iter().map(|row| (number(&row[0]), number(&row[1]), number(&row[2]) as u16)).collect();
    let table = Ratings::new(100_000, 200, 4, given);
    let profiles = Profiles::of(&table);
    tally.equal("ratings", table.len() as u64, &want["ratings"]);
    let kinds = [
        ("alpha_nominal", Distance::Nominal),
        ("alpha_ordinal", Distance::Ordinal),
        ("alpha_interval", Distance::Interval(whole(4))),
    ];
    for (key, distance) in kinds {
        tally.same(key, alpha(&profiles, &distance).figure.value, &want[key]);
    }
    let all = pairs(&table, 20, None);
    for (pair, want) in all.iter().zip(want["first3_pairs"].as_array().unwrap()) {
        tally.same("first3_pairs", pair.kappa.value, want);
    }
    tally.done("synthetic_100k.json");
}

/// Counts of raters for each of three labels: 24,783 tweets.
#[test]
fn counts_alone_are_enough() {
    let Some(metrics) = expected("metrics.json") else { return };
    let mut tally = Tally::default();
    let want = &metrics["davidson"];
    let counts: Vec<Vec<u32>> =
        rows("davidson_counts.csv").iter().map(|row| row.iter().map(|n| n.parse().unwrap()).collect()).collect();
    let profiles = Profiles::from_counts(3, &counts);
    let identity = Weights::new(Weighting::Identity, 3);
    tally.equal("items", profiles.items(), &want["items"]);
    let all = profiles.iter().map(|profile| profile.judges() as u64 * profile.times).sum();
    tally.equal("ratings", all, &want["ratings"]);
    let unanimous = profiles.iter().filter(|profile| profile.given.len() == 1).map(|profile| profile.times).sum();
    tally.equal("unanimous", unanimous, &want["unanimous"]);
    tally.same("mean", item_mean(&profiles, &identity).figure.value, &want["percent_agreement_item_mean"]);
    tally.same("pooled", pooled(&profiles, &identity).figure.value, &want["percent_agreement_pair_pooled"]);
    tally.same("nominal", alpha(&profiles, &Distance::Nominal).figure.value, &want["alpha_nominal"]);
    tally.same("ordinal", alpha(&profiles, &Distance::Ordinal).figure.value, &want["alpha_ordinal"]);
    tally.done("metrics.json, davidson");
}
