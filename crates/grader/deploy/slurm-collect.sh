#!/usr/bin/env bash
# Collects the results of a job array: writes the gradebook and the summary of the class. `slurm.sh` submits it to run
# after the array. It runs no submission, so you can also run it by hand on any machine that sees the files.
#SBATCH --job-name=grade-collect
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=00:30:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=grade-%j.log
set -euo pipefail
exec cargo xtask grade --collect "$@"
