//! A PostgreSQL cluster for one run of the tests or a benchmark: see the crate `cluster`.

pub use cluster::{Cluster, Purpose};

use crate::failure::Failure;

impl From<cluster::Failure> for Failure {
    fn from(failure: cluster::Failure) -> Self {
        Self::new(failure.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::{
        net::{Ipv4Addr, TcpStream},
        process::Command,
    };

    use super::*;
    use crate::{
        process,
        project::Project,
        tools::{self, Tool},
    };

    #[test]
    fn a_cluster_answers_on_the_loopback_address_and_leaves_nothing_behind() {
        let toolbox = tools::ensure(&Project::find().unwrap(), &[Tool::Postgres]).unwrap();
        let bin = toolbox.postgres().unwrap();
        let cluster = Cluster::start(&bin, Purpose::Tests).unwrap();
        let (url, folder, port) = (cluster.url(), cluster.folder().to_owned(), cluster.port());

        assert_eq!(cluster.run("postgres", "show fsync").unwrap(), "off");
        let guess = url.replacen("//postgres:", "//postgres:x", 1);
        assert!(
            !process::succeeds(Command::new(bin.join("psql")).args([&guess, "-c", "select 1"])),
            "a wrong password"
        );

        drop(cluster);
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err(), "still listening on {port}");
        assert!(!folder.exists(), "{} is still there", folder.display());
    }
}
