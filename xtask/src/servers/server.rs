//! Servers that no one here wrote, on the loopback interface: started for a run, and stopped with it.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Result;

/// How long a server may take until it listens.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server, which ends when it is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub endpoint: String,
    _scratch: tempfile::TempDir,
}

/// A program that is a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// moto's server, from PyPI: all services, no signatures.
    Moto,
    /// s3rver, from npm: S3, and it checks signatures.
    S3rver,
}

impl Kind {
    /// Fails with advice where the server cannot be started.
    ///
    /// # Errors
    ///
    /// It is not installed.
    pub fn require(self, root: &Path) -> Result<()> {
        match self {
            Self::Moto => {
                let ask = Command::new("python3")
                    .args(["-c", "import moto.server, boto3"])
                    .output();
                let is_there = ask.is_ok_and(|output| output.status.success());
                is_there
                    .then_some(())
                    .ok_or_else(|| "python3 has no moto\n   = help: python3 -m pip install 'moto[server]' boto3".into())
            }
            Self::S3rver => {
                let is_there = s3rver(root).is_file();
                is_there.then_some(()).ok_or_else(|| {
                    let help = "npm install --prefix target/s3rver s3rver@3.7.1";
                    format!("{} is not there\n   = help: {help}", s3rver(root).display()).into()
                })
            }
        }
    }

    fn command(self, root: &Path, port: u16, scratch: &Path) -> Command {
        let port = port.to_string();
        match self {
            Self::Moto => {
                let mut command = Command::new("python3");
                command.args(["-m", "moto.server", "--host", "127.0.0.1", "--port", &port]);
                command.env("AWS_DEFAULT_REGION", "us-east-1");
                command
            }
            Self::S3rver => {
                let mut command = Command::new("node");
                command
                    .arg(s3rver(root))
                    .args(["--address", "127.0.0.1", "--port", &port, "--silent", "--directory"]);
                command.arg(scratch).args(["--configure-bucket", "films"]);
                command
            }
        }
    }
}

/// The program of s3rver, where npm puts it.
fn s3rver(root: &Path) -> PathBuf {
    root.join("target/s3rver/node_modules/s3rver/bin/s3rver.js")
}

impl Server {
    /// Starts a server, and waits until it listens.
    ///
    /// # Errors
    ///
    /// It cannot be started, or does not listen in time; the error has what it said.
    pub fn start(kind: Kind, root: &Path) -> Result<Self> {
        let scratch = tempfile::tempdir()?;
        let log = scratch.path().join("log");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = kind.command(root, port, scratch.path());
        for (variable, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
            command.env_remove(variable);
        }
        let output = File::create(&log)?;
        let command = command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let mut child = command
            .spawn()
            .map_err(|error| format!("{kind:?} cannot be started: {error}"))?;
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let has_ended = child.try_wait()?.is_some();
            if has_ended || started.elapsed() > PATIENCE {
                let _ = child.kill();
                let _ = child.wait();
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("{kind:?} does not listen:\n{said}").into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(Self {
            child,
            endpoint: format!("http://127.0.0.1:{port}"),
            _scratch: scratch,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
