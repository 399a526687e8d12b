//! A shard is one grader's share of a class when several grade it. A submission's shard depends only on its name and
//! the number of shards. So shards do not overlap, whatever order a file system lists submissions in, and a late
//! submission does not move the others.

use crate::files::Digest;
use std::num::NonZeroU32;

/// Stands for the shard that Slurm's variables give.
pub const SLURM: &str = "slurm";

/// One of several shards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Counted from 1, as test runners and CI systems do.
    number: u32,
    of: NonZeroU32,
}

impl Shard {
    /// Parses `2/3`; for `slurm`, reads the variables of a job array with `told`.
    ///
    /// # Errors
    /// If it is not a shard; the message says what to write.
    pub fn parse(text: &str, told: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        if text == SLURM {
            return Shard::of_task(told);
        }
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        numbers
            .and_then(|(number, of)| Shard::new(number, of))
            .ok_or_else(|| "write I/N with I from 1 to N, such as 2/3, or `slurm` in a job array".to_string())
    }

    fn new(number: u32, of: u32) -> Option<Self> {
        let of = NonZeroU32::new(of)?;
        (1..=of.get()).contains(&number).then_some(Shard { number, of })
    }

    /// The shard of one task of a Slurm job array; see sbatch(1) for the variables. They count the tasks that were
    /// submitted together: a task that is submitted again without the others would get the wrong shard.
    fn of_task(told: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let number = |name: &str| -> Result<u32, String> {
            let name = format!("SLURM_ARRAY_TASK_{name}");
            let text =
                told(&name).ok_or_else(|| format!("{name} is not set: this is not a task of a job array"))?;
            text.parse().map_err(|_| format!("{name} is `{text}`, not a number"))
        };
        let (task, first, last, count) = (number("ID")?, number("MIN")?, number("MAX")?, number("COUNT")?);
        let is_whole =
            first <= 1 && last.checked_sub(first).is_some_and(|others| others.checked_add(1) == Some(count));
        let number = task.checked_sub(first).and_then(|before| before.checked_add(1));
        let shard = number.filter(|_| is_whole).and_then(|number| Shard::new(number, count));
        shard.ok_or_else(|| "submit all tasks of the job array together, such as --array=1-8".to_string())
    }

    /// Whether the submission with this name is in this shard.
    pub fn has(self, id: &str) -> bool {
        let digest = Digest::default().with(id.as_bytes()).number();
        // The index of its shard, if all numbers are divided evenly among the shards.
        let before = (u128::from(digest) * u128::from(self.of.get())) >> 64;
        before + 1 == u128::from(self.number)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: &dyn Fn(&str) -> Option<String> = &|_| None;

    fn all(of: u32) -> Vec<Shard> {
        (1..=of).map(|number| Shard::parse(&format!("{number}/{of}"), NOTHING).unwrap()).collect()
    }

    #[test]
    fn each_submission_is_in_one_shard_and_shards_are_about_equal() {
        let names = (0..300).map(|number| format!("s{number:03}"));
        let names: Vec<_> = names.chain(["", "ana", "Zoë", "two words"].map(str::to_string)).collect();
        for of in 1..=7 {
            let mut sizes = vec![0; of as usize];
            for name in &names {
                let holders: Vec<_> = (0..).zip(all(of)).filter(|(_, shard)| shard.has(name)).collect();
                assert_eq!(holders.len(), 1, "{name} of {of}: {holders:?}");
                sizes[holders[0].0] += 1;
            }
            let fair = names.len() / of as usize;
            assert!(sizes.iter().all(|size| (fair * 2 / 3..=fair * 3 / 2).contains(size)), "{sizes:?}");
        }
    }

    #[test]
    fn a_submission_s_shard_is_the_same_in_every_release() {
        let holder = |name: &str| all(5).into_iter().find(|shard| shard.has(name)).unwrap().to_string();
        assert_eq!(["ana", "ben", "cho"].map(holder), ["5/5", "2/5", "1/5"]);
    }

    #[test]
    fn an_invalid_shard_is_refused_with_what_to_write() {
        for text in ["4/3", "0/3", "1/0", "x", "", "1", "1/2/3", "-1/3", "1/ 3", "5000000000/5000000001"] {
            assert!(Shard::parse(text, NOTHING).unwrap_err().contains("such as 2/3"), "{text}");
        }
    }

    #[test]
    fn a_task_of_a_slurm_job_array_gets_its_shard() {
        let shard = |[task, first, last, count]: [&str; 4]| {
            let told = |name: &str| {
                let value = match name.strip_prefix("SLURM_ARRAY_TASK_")? {
                    "ID" => task,
                    "MIN" => first,
                    "MAX" => last,
                    "COUNT" => count,
                    _ => return None,
                };
                Some(value.to_string())
            };
            Shard::parse(SLURM, &told).map(|shard| shard.to_string())
        };
        assert_eq!(shard(["1", "1", "8", "8"]).as_deref(), Ok("1/8"));
        assert_eq!(shard(["5", "0", "5", "6"]).as_deref(), Ok("6/6"));
        // --array=3, --array=1,3,8, --array=1-9:2, and values that Slurm never sets.
        let odd = [
            ["3", "3", "3", "1"],
            ["3", "1", "8", "3"],
            ["3", "1", "9", "5"],
            ["9", "1", "8", "8"],
            ["0", "1", "0", "0"],
        ];
        for odd in odd {
            assert!(shard(odd).unwrap_err().contains("all tasks of the job array together"), "{odd:?}");
        }
        assert_eq!(
            Shard::parse(SLURM, NOTHING),
            Err("SLURM_ARRAY_TASK_ID is not set: this is not a task of a job array".to_string())
        );
    }
}
