//! A class graded on a Slurm cluster by the scripts in `deploy/`, while one of its nodes is killed.

mod cluster;

use crate::class::{ATOMIC, Class, LOCKED, STALE, assert_same_results, reference, root, with_block};
use cluster::Cluster;
use grader::shard::Shard;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

const TASKS: u32 = 3;
const NODES: [&str; 2] = ["n1", "n2"];

/// Four kinds of submissions of the two counters, equally many of each kind in each shard. The first kind needs no
/// compiler, so it is done first.
fn class() -> Class {
    let class = Class::new("slurm");
    let mut names = (0..).map(|number| format!("s{number:03}"));
    for kind in 0..4 {
        for shard in shards() {
            let id = names.find(|id| shard.has(id)).unwrap();
            let mut files = match kind {
                0 => reference(),
                1 => with_block(reference(), ATOMIC, "atomic-increment", &format!("// {id}\n{STALE}")),
                2 => with_block(reference(), LOCKED, "locked-count", &format!("todo!(\"{id}\")")),
                _ => with_block(
                    reference(),
                    LOCKED,
                    "locked-increment",
                    &format!("// {id}\ndrop(self.count.lock());"),
                ),
            };
            files.retain(|file, _| [LOCKED, ATOMIC].contains(&file.as_str()));
            class.hand_in(&id, &files);
        }
    }
    class
}

fn shards() -> impl Iterator<Item = Shard> {
    (1..=TASKS).map(|number| Shard::parse(&format!("{number}/{TASKS}"), &|_| None).unwrap())
}

/// The finished submissions of a shard, with the time.
fn done(class: &Class, shard: Shard) -> Vec<(PathBuf, SystemTime)> {
    let submissions = fs::read_dir(class.folder.join("class")).unwrap();
    let names = submissions.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files = names.filter(|id| shard.has(id)).map(|id| class.folder.join("slurm").join(id).join("results.json"));
    let complete = |file: &PathBuf| fs::read_to_string(file).is_ok_and(|text| text.contains("\"complete\": true"));
    files.filter(complete).map(|file| (file.clone(), fs::metadata(&file).unwrap().modified().unwrap())).collect()
}

#[test]
#[ignore = "needs root and Slurm: cargo xtask slurm"]
fn no_mark_is_lost_if_a_node_is_killed_half_way() {
    let class = class();
    class.grade("whole", &[]);
    let mut cluster = Cluster::start(class.folder.join("cluster"), &NODES);
    let log = |task: &str| class.folder.join("cluster").join(format!("grade-{task}.log"));
    let submit = root().join("crates/grader/deploy/slurm.sh");
    let [out, submissions] = ["slurm", "class"].map(|name| class.folder.join(name).display().to_string());
    let printed = cluster.run(
        "env",
        &[
            &format!("--chdir={}", root().display()),
            &format!("SBATCH_ARRAY_INX=1-{TASKS}"),
            &format!("SBATCH_OUTPUT={}/%x-%a.log", class.folder.join("cluster").display()),
            submit.to_str().unwrap(),
            "--out",
            &out,
            &submissions,
        ],
    );
    let jobs: Vec<_> = printed.lines().filter_map(|line| line.strip_prefix("Job ")?.split(' ').next()).collect();
    let [array, collect] = jobs[..] else { panic!("two jobs were not submitted: {printed}") };

    // Waits until a task on the second node has finished one submission and is working on the others.
    let logs: Vec<_> = (1..=TASKS).map(|task| log(&task.to_string())).collect();
    let mut on_node = Vec::new();
    let killed = cluster.read_until(&logs, |log, line| {
        if line.starts_with("Task ") && line.ends_with(" on n2") {
            on_node.push(log.to_path_buf());
        }
        (line.starts_with("[1/4] ") && on_node.iter().any(|other| other == log)).then(|| log.to_path_buf())
    });
    cluster.kill("n2");
    let task = logs.iter().position(|log| *log == killed).unwrap();
    let shard = shards().nth(task).unwrap();
    let task = format!("{array}_{}", task + 1);
    let before = done(&class, shard);
    assert!((1..4).contains(&before.len()), "it was not half-way: {before:?}");

    // Slurm notices by itself that the node is gone, but would wait two minutes before it restarts the task.
    cluster.read_until(&[cluster.log()], |_, line| {
        let requeued = line.contains("requeue job") && line.contains("due to failure of node n2");
        requeued.then(|| assert!(line.contains(&task), "{line}"))
    });
    cluster.run("scontrol", &["update", &format!("JobId={task}"), "StartTime=now"]);
    // Waits until the class is collected.
    cluster.run("srun", &[&format!("--dependency=afterany:{collect}"), "true"]);

    let job = cluster.run("scontrol", &["show", "job", &task]);
    assert!(job.contains("Restarts=1") && job.contains("BatchHost=n1"), "{job}");
    let collected = cluster.run("scontrol", &["show", "job", collect]);
    assert!(collected.contains("JobState=COMPLETED"), "{collected}{cluster}");
    assert_same_results(&class.folder.join("slurm"), &class.folder.join("whole"));
    let after = done(&class, shard);
    assert!(before.iter().all(|done| after.contains(done)), "what was done was done again");
}
