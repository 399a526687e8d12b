//! Landlock: which files a program may open, and what else it may access. See landlock(7).

use crate::Policy;
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd,
    Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
};
use std::path::Path;

/// The newest interface that the library supports; the kernel enforces the part that it supports.
const NEWEST: ABI = ABI::V9;

/// Restricts this process. Returns the version of the kernel's interface.
pub fn restrict(policy: &Policy) -> Result<u32, String> {
    let status = rules(policy).map_err(|error| error.to_string())?;
    match status.landlock {
        LandlockStatus::Available { effective_abi, kernel_abi } if status.ruleset != RulesetStatus::NotEnforced => {
            let number = kernel_abi.unwrap_or(effective_abi as i32);
            Ok(u32::try_from(number).unwrap_or(0))
        }
        LandlockStatus::NotEnabled => Err("it is not enabled in this kernel".to_string()),
        _ => Err("this kernel does not have it".to_string()),
    }
}

fn rules(policy: &Policy) -> Result<landlock::RestrictionStatus, RulesetError> {
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?;
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    // Regular files and folders only: no sockets, pipes, devices, links or executables.
    let write = read
        | AccessFs::WriteFile
        | AccessFs::Truncate
        | AccessFs::MakeReg
        | AccessFs::MakeDir
        | AccessFs::RemoveFile
        | AccessFs::RemoveDir
        | AccessFs::Refer;
    let readable = policy.read.iter().map(|path| (path, read));
    let executable = policy.execute.iter().map(|path| (path, read | AccessFs::Execute));
    let writable = policy.write.iter().map(|path| (path, write));
    for (path, access) in readable.chain(executable).chain(writable) {
        // A path that does not exist needs no rule: it cannot be opened.
        if let Ok(opened) = PathFd::new(path) {
            ruleset = ruleset.add_rule(PathBeneath::new(opened, for_kind(path, access)))?;
        }
    }
    ruleset.restrict_self()
}

/// Only the rights that apply to files.
fn for_kind(path: &Path, access: BitFlags<AccessFs>) -> BitFlags<AccessFs> {
    if path.is_dir() { access } else { access & AccessFs::from_file(NEWEST) }
}
