//! Disks that are really full or really may not be written: a file system in memory with so much room left, in a mount
//! namespace of its own.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Answer, Home};

/// How much room is left, in KiB; none at all, ever, on the last.
pub const DISKS: [Disk; 6] =
    [Disk::Left(0), Disk::Left(16), Disk::Left(64), Disk::Left(300), Disk::Left(1024), Disk::ReadOnly];

/// What the home lies on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disk {
    /// So many KiB are free.
    Left(u32),
    ReadOnly,
}

/// Mounts a small disk over the home, fills it from the shelf, runs the command and brings back what became of the home.
const SCRIPT: &str = r#"
home=$1 shelf=$2 back=$3 disk=$4 at=$5
shift 5
mount -t tmpfs -o size=256m,mode=700 clm "$home" || exit 77
cp -a "$shelf/." "$home/" || exit 77
used=$(df -k --output=used "$home" | tail -n 1)
case $disk in
    ro) mount -o remount,ro "$home" || exit 77 ;;
    *) mount -o "remount,size=$((used + disk))k" "$home" || exit 77 ;;
esac
cd "$home/$at" || exit 77
"$@"
code=$?
cd /
mkdir "$back" && cp -a "$home/." "$back/" || exit 77
exit $code
"#;

/// How namespaces are had here: as root, or as a user who is root inside.
fn namespace() -> Option<&'static str> {
    ["-m", "-rm"].into_iter().find(|how| {
        let folder = tempfile::tempdir().unwrap();
        let try_it = format!("mount -t tmpfs none '{}'", folder.path().display());
        let tried = Command::new("unshare").args([how, "sh", "-c", &try_it]).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    })
}

/// The way to make small disks; says loudly where there is none.
pub fn is_there() -> Option<&'static str> {
    let how = namespace();
    if how.is_none() {
        eprintln!("NOT TESTED: nothing can be mounted here, so no command met a disk that is really full or read-only");
    }
    how
}

/// Runs clm on such a disk. What became of the home lies in `back` afterwards.
pub fn run(
    home: &Home,
    (how, disk): (&str, Disk),
    (shelf, back): (&Path, &Path),
    at: &str,
    prepare: &dyn Fn(&mut Command),
    words: &[String],
) -> Answer {
    let mut command = home.command("unshare");
    command.args([how, "sh", "-c", SCRIPT, "sh"]).arg(home.path("")).arg(shelf).arg(back);
    command.arg(match disk {
        Disk::Left(room) => room.to_string(),
        Disk::ReadOnly => "ro".to_owned(),
    });
    command.arg(at).arg(env!("CARGO_BIN_EXE_clm")).args(words);
    prepare(&mut command);
    command.current_dir("/");
    let answer = home.run(&mut command);
    assert_ne!(answer.code, 77, "{answer:?}");
    answer
}
