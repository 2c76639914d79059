//! Softmax regression over hashed features.

/// Places that features are hashed into.
pub const PLACES: usize = 1 << 16;

/// A feature: its place and its value.
pub type Feature = (u16, f32);

/// Slope that counts as met before the first one, squared, so that the first step is no leap.
const FIRST_SQUARE: f32 = 0.01;

/// Probabilities of classes, learnt one example after the other. Memory is 8 bytes a place and class.
#[derive(Debug, Clone, PartialEq)]
pub struct Softmax {
    classes: usize,
    step: f32,
    weights: Vec<f32>,
    squares: Vec<f32>,
}

/// Gives features a common value, so that long and short texts weigh alike: 1/√(n + 1) each, and 1 for the first, which
/// stands for every item.
pub fn scaled(places: &[u16]) -> Vec<Feature> {
    let value = 1.0 / (places.len() as f32 + 1.0).sqrt();
    std::iter::once((0, 1.0)).chain(places.iter().map(|place| (*place, value))).collect()
}

impl Softmax {
    /// Makes a learner of so many classes that knows nothing. `step` is the first step of a weight, e.g. 0.1.
    pub fn new(classes: usize, step: f32) -> Softmax {
        let weights = vec![0.0; PLACES * classes];
        Softmax { classes, step, squares: vec![FIRST_SQUARE; weights.len()], weights }
    }

    /// Sets what one feature says before anything is learnt, and how slowly that changes: as if slopes of that sum of
    /// squares had been met.
    pub fn believe(&mut self, place: u16, weights: &[f32], square: f32) {
        let row = self.row(place);
        for (own, told) in self.weights.get_mut(row.clone()).into_iter().flatten().zip(weights) {
            *own = *told;
        }
        self.squares.get_mut(row).into_iter().flatten().for_each(|own| *own = square);
    }

    fn row(&self, place: u16) -> std::ops::Range<usize> {
        let start = usize::from(place) * self.classes;
        start..start + self.classes
    }

    /// Returns the probability of each class; they sum to 1.
    pub fn shares(&self, features: &[Feature]) -> Vec<f32> {
        let mut sums = vec![0.0; self.classes];
        for (place, value) in features {
            let weights = self.weights.get(self.row(*place)).unwrap_or(&[]);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += value * weight;
            }
        }
        let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        sums.iter_mut().for_each(|sum| *sum = (*sum - most).exp());
        let total: f32 = sums.iter().sum();
        sums.iter_mut().for_each(|sum| *sum /= total);
        sums
    }

    /// Learns that an item with these features is of each class with the probability given.
    pub fn learn(&mut self, features: &[Feature], classes: &[f32]) {
        let errors: Vec<f32> = self.shares(features).iter().zip(classes).map(|(share, right)| share - right).collect();
        for (place, value) in features {
            let row = self.row(*place);
            let (Some(weights), Some(squares)) = (self.weights.get_mut(row.clone()), self.squares.get_mut(row)) else {
                continue;
            };
            for ((weight, square), error) in weights.iter_mut().zip(squares).zip(&errors) {
                let slope = error * value;
                *square += slope * slope;
                *weight -= self.step * slope / square.sqrt();
            }
        }
    }

    /// Forgets how to go on learning, which halves its memory.
    pub fn settle(&mut self) {
        self.squares = Vec::new();
    }
}
