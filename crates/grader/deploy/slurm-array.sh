#!/usr/bin/env bash
# One task of a Slurm job array: grades its share of a class. `slurm.sh` submits it, and says what it needs.
#
# More tasks than nodes share the work more evenly: who is done early takes another one.
#SBATCH --job-name=grade
#SBATCH --array=1-8
# Each submission needs a processor, and 2 GB suffice for its compiler.
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
# A task whose node failed is started again, on another one; its log goes on, too.
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=grade-%A-%a.log
set -euo pipefail
echo "Task $SLURM_ARRAY_TASK_ID on ${SLURMD_NODENAME:-this node}"
exec cargo xtask grade --shard slurm --jobs "$SLURM_CPUS_PER_TASK" "$@"
