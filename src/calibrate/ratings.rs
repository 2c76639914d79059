//! Who gave which label to which item, as numbers: the one table that every statistic here reads.

/// Ratings of items by judges, item by item and within an item by judge.
///
/// Items, judges and labels are numbered from 0; their names are kept by whoever made the table. A judge that said
/// nothing about an item has no rating of it: missing is unknown. Memory is 6 bytes a rating and 4 an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings {
    starts: Vec<u32>,
    judges: Vec<u32>,
    labels: Vec<u16>,
    judge_count: usize,
    label_count: usize,
    duplicates: u64,
    duplicate_pairs: u64,
}

/// One rating: the item, the judge, the label.
pub type Rating = (u32, u32, u16);

impl Ratings {
    /// Makes the table of `items` × `judges` with `labels` labels from ratings in any order.
    ///
    /// Of several ratings of one item by one judge the first given counts; the others are counted as duplicates.
    /// A rating of an item, judge or label outside those numbers is a fault of the caller and is left out.
    pub fn new(items: usize, judges: usize, labels: usize, rows: Vec<Rating>) -> Ratings {
        Ratings::ordered(items, judges, labels, rows).0
    }

    /// Makes the table, and returns for each of its ratings the place it had among `rows`.
    pub fn ordered(items: usize, judges: usize, labels: usize, rows: Vec<Rating>) -> (Ratings, Vec<u32>) {
        let known = |(_, (item, judge, label)): &(u32, Rating)| {
            (*item as usize) < items && (*judge as usize) < judges && (*label as usize) < labels
        };
        let mut rows: Vec<(u32, Rating)> = (0..).zip(rows).filter(known).collect();
        rows.sort_unstable_by_key(|(place, (item, judge, _))| (*item, *judge, *place));
        let given = rows.len();
        let same = |a: &(u32, Rating), b: &(u32, Rating)| (a.1.0, a.1.1) == (b.1.0, b.1.1);
        let duplicate_pairs = rows.chunk_by(same).filter(|pair| pair.len() > 1).count() as u64;
        rows.dedup_by_key(|(_, (item, judge, _))| (*item, *judge));
        let mut starts = vec![0_u32; items + 1];
        for (_, (item, _, _)) in &rows {
            if let Some(count) = starts.get_mut(*item as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let ratings = Ratings {
            starts,
            duplicates: (given - rows.len()) as u64,
            duplicate_pairs,
            judges: rows.iter().map(|(_, row)| row.1).collect(),
            labels: rows.iter().map(|(_, row)| row.2).collect(),
            judge_count: judges,
            label_count: labels,
        };
        (ratings, rows.into_iter().map(|(place, _)| place).collect())
    }

    /// Returns the number of items, those without a rating included.
    pub fn items(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the number of judges.
    pub fn judges(&self) -> usize {
        self.judge_count
    }

    /// Returns the number of labels.
    pub fn labels(&self) -> usize {
        self.label_count
    }

    /// Returns the number of ratings.
    pub fn len(&self) -> usize {
        self.judges.len()
    }

    /// Tells whether there is no rating at all.
    pub fn is_empty(&self) -> bool {
        self.judges.is_empty()
    }

    /// Returns how many ratings repeated a judge on an item and were left out.
    pub fn duplicates(&self) -> u64 {
        self.duplicates
    }

    /// Returns how many pairs of a judge and an item had more than one rating.
    pub fn duplicate_pairs(&self) -> u64 {
        self.duplicate_pairs
    }

    /// Returns where the ratings of `item` stand in [`Ratings::all_judges`] and [`Ratings::all_labels`].
    pub fn range(&self, item: usize) -> std::ops::Range<usize> {
        let at = |item: usize| self.starts.get(item).map_or(0, |start| *start as usize);
        at(item)..at(item + 1).max(at(item))
    }

    /// Returns who rated `item`, ascending, and the labels they gave, in step.
    pub fn of(&self, item: usize) -> (&[u32], &[u16]) {
        let range = self.range(item);
        (self.judges.get(range.clone()).unwrap_or(&[]), self.labels.get(range).unwrap_or(&[]))
    }

    /// Returns the judge of every rating, item by item.
    pub fn all_judges(&self) -> &[u32] {
        &self.judges
    }

    /// Returns the label of every rating, item by item.
    pub fn all_labels(&self) -> &[u16] {
        &self.labels
    }

    /// Walks over all ratings, item by item and within an item by judge.
    pub fn iter(&self) -> impl Iterator<Item = Rating> {
        (0..self.items()).flat_map(|item| {
            let (judges, labels) = self.of(item);
            judges.iter().zip(labels).map(move |(judge, label)| (item as u32, *judge, *label))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn ratings_stand_item_by_item_and_the_first_of_two_counts() {
        let table = Ratings::new(3, 2, 2, vec![(2, 1, 0), (0, 1, 1), (2, 1, 1), (0, 0, 0), (9, 0, 0)]);
        assert_eq!(table.iter().collect::<Vec<_>>(), [(0, 0, 0), (0, 1, 1), (2, 1, 0)]);
        assert_eq!((table.len(), table.duplicates()), (3, 1));
        assert_eq!(table.of(1), (&[][..], &[][..]));
    }

    #[test]
    fn a_table_may_be_empty() {
        let table = Ratings::new(0, 0, 0, vec![]);
        assert!(table.is_empty() && table.items() == 0 && table.iter().next().is_none());
    }
}
