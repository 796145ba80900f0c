//! Paths below the root of a repository, for the tools around it.

use std::path::{Path, PathBuf};

/// A path below the repository's root, or below the current folder where there is no repository.
pub fn in_repository(path: &Path) -> PathBuf {
    let whole = |path: &Path| std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    let absolute = whole(path).unwrap_or_else(|_| path.to_owned());
    let folder = whole(Path::new(".")).unwrap_or_default();
    let repository = absolute.ancestors().find(|folder| folder.join(".git").exists());
    let mut roots = repository.into_iter().chain([folder.as_path()]);
    let below = roots.find_map(|root| absolute.strip_prefix(root).ok().map(Path::to_owned));
    below.unwrap_or_else(|| absolute.clone())
}
