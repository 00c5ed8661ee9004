//! The Debian package: the binary, a hardened unit, a file of settings, and where to read on. It makes no user (systemd does, while the
//! service runs), starts nothing by itself, and on an upgrade restarts what runs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Packaging, write};
use crate::{
    failure::{Failure, Result},
    process,
};

/// systemd learns of the unit, and a service that ran before an upgrade runs the new binary. The embedded database is migrated by its start.
const AFTER_INSTALL: &str = r#"#!/bin/sh
set -e
if [ "$1" = configure ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl try-restart rollcall.service
fi
"#;

/// Removed, it runs no longer. Its data stays in /var/lib/rollcall, also when the package is purged.
const BEFORE_REMOVAL: &str = r#"#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    systemctl disable --now rollcall.service
fi
"#;

/// What its maintainer scripts are called, and hold.
const SCRIPTS: [(&str, &str); 2] = [("postinst", AFTER_INSTALL), ("prerm", BEFORE_REMOVAL)];

/// Where the files of the project go in it, with their modes. The settings may hold passwords: systemd reads them as root.
const FILES: [(&str, &str, u32); 7] = [
    ("packaging/rollcall.service", "usr/lib/systemd/system/rollcall.service", 0o644),
    ("packaging/rollcall.env", "etc/rollcall/rollcall.env", 0o600),
    ("packaging/nginx.conf", "usr/share/doc/rollcall/examples/nginx.conf", 0o644),
    ("packaging/Caddyfile", "usr/share/doc/rollcall/examples/Caddyfile", 0o644),
    ("docs/guides/operating.md", "usr/share/doc/rollcall/operating.md", 0o644),
    ("CHANGELOG.md", "usr/share/doc/rollcall/CHANGELOG.md", 0o644),
    ("LICENSE-MIT", "usr/share/doc/rollcall/copyright", 0o644),
];

/// Makes the package; says so where this machine has no `dpkg-deb`, and goes on without it.
pub fn build(packaging: &Packaging) -> Result<Option<PathBuf>> {
    if !process::succeeds(Command::new("dpkg-deb").arg("--version")) {
        println!("No Debian package: this machine has no dpkg-deb (`apt-get install dpkg`).");
        return Ok(None);
    }
    let architecture = process::output(Command::new("dpkg").arg("--print-architecture"))?;
    let architecture = architecture.trim();
    let stage = packaging.stage("deb")?;
    packaging.strip(&stage.join("usr/bin/rollcall"))?;
    for (from, to, mode) in FILES {
        packaging.copy(&packaging.source(from), &stage.join(to), mode)?;
    }
    control(&stage, &packaging.version, architecture)?;
    let package = packaging.out.join(format!("rollcall_{}_{architecture}.deb", packaging.version));
    let mut build = Command::new("dpkg-deb");
    build.args(["--root-owner-group", "-Zzstd", "--build"]).arg(&stage).arg(&package);
    process::output(build.env("SOURCE_DATE_EPOCH", &packaging.time))?;
    fs::remove_dir_all(&stage).map_err(Failure::io("remove", &stage))?;
    Ok(Some(package))
}

/// What dpkg reads: <https://www.debian.org/doc/debian-policy/ch-controlfields.html>
fn control(stage: &Path, version: &str, architecture: &str) -> Result {
    let fields = format!(
        "Package: rollcall\nVersion: {version}\nArchitecture: {architecture}\nSection: net\nPriority: optional\n\
         Maintainer: Rollcall maintainers <rollcall@localhost>\nDepends: libc6, libgcc-s1\nRecommends: ca-certificates\n\
         Description: admin console of an organization's people, and the service behind it\n \
         Identity providers create, change and deactivate users by SCIM 2.0, people sign in by SAML 2.0,\n \
         and admins do in the browser what the identity provider cannot.\n"
    );
    let folder = stage.join("DEBIAN");
    write(&folder.join("control"), fields.as_bytes())?;
    write(&folder.join("conffiles"), b"/etc/rollcall/rollcall.env\n")?;
    for (name, script) in SCRIPTS {
        let path = folder.join(name);
        write(&path, script.as_bytes())?;
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(&path, mode).map_err(Failure::io("set the mode of", &path))?;
    }
    Ok(())
}
