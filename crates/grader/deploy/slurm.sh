#!/usr/bin/env bash
# Grades a class on a Slurm cluster, on as many nodes as are free:
#
#     crates/grader/deploy/slurm.sh --out grades submissions
#
# The arguments are those of `cargo xtask grade`, such as --roster and --due; paths may be relative. Three things happen:
#
# 1. What grading needs is built here, once. Compute nodes need no network then, and find nothing left to compile. That
#    it comes first matters: on a network file system cargo takes no locks, so tasks could not share a build.
# 2. A job array grades, each task its share of the submissions. What is done stays done: a task that Slurm starts again,
#    since its node failed or something more urgent came, goes on where it was.
# 3. When all tasks have ended, however they did, their results are collected: gradebook, summary, and a line for each
#    submission without a mark. Calling this script once more grades those, and only those.
#
# All nodes must see this folder, the submissions and the Rust toolchain at the same paths, and run the same system as
# the machine that you are on. What your site needs goes into sbatch's own variables, and no file has to be changed:
# SBATCH_PARTITION, SBATCH_ACCOUNT, SBATCH_QOS, SBATCH_TIMELIMIT, and SBATCH_ARRAY_INX=1-20 for 20 tasks instead of 8.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

cargo xtask grade --prepare
# Where clusters are many, sbatch prints NUMBER;CLUSTER.
array=$(sbatch --parsable "$here/slurm-array.sh" "$@")
array=${array%%;*}
# The variable for the array is not for this one.
collect=$(env -u SBATCH_ARRAY_INX sbatch --parsable --dependency="afterany:$array" "$here/slurm-collect.sh" "$@")
collect=${collect%%;*}
echo "Job $array grades; its tasks write grade-$array-TASK.log."
echo "Job $collect collects; it writes grade-$collect.log."
