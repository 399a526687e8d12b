#!/usr/bin/env bash
# One task of a Slurm job array: grades its share of a class. `slurm.sh` submits it and says what it needs.
#
# More tasks than nodes share the work more evenly: a node that finishes early gets another task.
#SBATCH --job-name=grade
#SBATCH --array=1-8
# Each submission needs one processor, and 2 GB are enough for its compiler.
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
# If a node fails, its task is restarted on a different node and appends to the same log.
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=grade-%A-%a.log
set -euo pipefail
echo "Task $SLURM_ARRAY_TASK_ID on ${SLURMD_NODENAME:-this node}"
exec cargo xtask grade --shard slurm --jobs "$SLURM_CPUS_PER_TASK" "$@"
