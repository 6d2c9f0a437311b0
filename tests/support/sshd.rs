//! A real sshd on 127.0.0.1, run by whoever runs the tests, with keys and settings of its own.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Home;

/// Ends with the test.
pub struct Sshd {
    child: Child,
    /// Where it listens.
    pub port: u16,
    /// Who may come in.
    pub user: String,
    /// What git is told to reach it with.
    pub command: String,
}

impl Sshd {
    /// Starts one; none where the machine has none, said loudly. `CLM_SSHD=required` makes that a failure.
    pub fn start(home: &Home) -> Option<Self> {
        let Some(program) =
            ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"].into_iter().find(|p| Path::new(p).exists())
        else {
            assert!(std::env::var_os("CLM_SSHD").is_none(), "there is no sshd, and CLM_SSHD requires one");
            eprintln!(
                "NOT TESTED: there is no sshd on this machine, so nothing was pushed over ssh (apt install openssh-server)"
            );
            return None;
        };
        fs::create_dir(home.path("ssh")).unwrap();
        for key in ["host", "door"] {
            home.new_key(&format!("ssh/{key}"), "");
        }
        let public = |key: &str| home.read(&format!("ssh/{key}.pub"));
        home.write("ssh/authorized", public("door"));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        home.write("ssh/known", format!("[127.0.0.1]:{port} {}", public("host")));
        let folder = home.path("ssh");
        let folder = folder.display();
        let config = home.write(
            "ssh/config",
            format!(
                "Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n\
                 PidFile {folder}/pid\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n\
                 KbdInteractiveAuthentication no\nSetEnv CLM_NOW=2026-11-25T00:00:00Z\n"
            ),
        );
        // Only root's sshd wants it, and only root can make it.
        let _ = fs::create_dir_all("/run/sshd");
        let log = fs::File::create(home.path("ssh/log")).unwrap();
        let child = Command::new(program)
            .arg("-D")
            .arg("-e")
            .arg("-f")
            .arg(&config)
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let user = Command::new("id").arg("-un").output().unwrap();
        let user = String::from_utf8(user.stdout).unwrap().trim().to_owned();
        let command = format!(
            "ssh -F /dev/null -i {folder}/door -o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile={folder}/known \
             -o StrictHostKeyChecking=yes -o BatchMode=yes"
        );
        let mut sshd = Self { child, port, user, command };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(sshd);
            }
            if let Some(status) = sshd.child.try_wait().unwrap() {
                panic!("sshd ended with {status}: {}", home.read("ssh/log"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("sshd does not listen: {}", home.read("ssh/log"));
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
