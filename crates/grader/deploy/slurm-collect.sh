#!/usr/bin/env bash
# Collects what the tasks of a job array graded: writes the gradebook and the summary of the class. `slurm.sh` submits it
# to follow them. It runs nothing of a submission, so it may as well be called by hand on any machine that sees the files.
#SBATCH --job-name=grade-collect
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=00:30:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=grade-%j.log
set -euo pipefail
exec cargo xtask grade --collect "$@"
