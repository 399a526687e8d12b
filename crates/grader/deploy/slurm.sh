#!/usr/bin/env bash
# Grades a class on a Slurm cluster, on as many nodes as are free:
#
#     crates/grader/deploy/slurm.sh --out grades submissions
#
# The arguments are those of `cargo xtask grade`, such as --roster and --due; paths may be relative. The script:
#
# 1. builds the reference here, once, so that compute nodes need no network and compile nothing of the lab. This must come
#    first: cargo takes no locks on a network file system, so tasks could not share a build.
# 2. submits a job array, in which each task grades its share of the submissions. Finished work is kept: a task that Slurm
#    restarts, because its node failed or it was preempted, goes on where it stopped.
# 3. submits a job that collects the results when all tasks have ended, successfully or not: gradebook, summary, and a line
#    for each submission without a mark. Run this script again to grade only those.
#
# All nodes must see this folder, the submissions and the Rust toolchain at the same paths, and run the same operating
# system as this machine. Set what your site needs with sbatch's own variables; no file needs to be changed:
# SBATCH_PARTITION, SBATCH_ACCOUNT, SBATCH_QOS, SBATCH_TIMELIMIT, and SBATCH_ARRAY_INX=1-20 for 20 tasks instead of 8.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

cargo xtask grade --prepare
# With several clusters, sbatch prints NUMBER;CLUSTER.
array=$(sbatch --parsable "$here/slurm-array.sh" "$@")
array=${array%%;*}
# This job is not an array.
collect=$(env -u SBATCH_ARRAY_INX sbatch --parsable --dependency="afterany:$array" "$here/slurm-collect.sh" "$@")
collect=${collect%%;*}
echo "Job $array grades the submissions; its tasks write grade-$array-TASK.log."
echo "Job $collect collects the results; it writes grade-$collect.log."
