package dev.wayleave.cli.endpoint;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A place that a tailnet is read from or carried to.
public sealed interface Endpoint {
  /// A Headscale server, found through its configuration file or the directory with it.
  record HeadscaleConfig(Path file) implements Endpoint {
    @Override
    public String text() {
      return "headscale:" + file;
    }
  }

  /// A bare SQLite database of Headscale.
  record HeadscaleSqlite(Path file) implements Endpoint {
    @Override
    public String text() {
      return "headscale+sqlite:" + file;
    }
  }

  /// A PostgreSQL database of Headscale.
  ///
  /// @param url `postgres://USER@HOST:PORT/DATABASE`, never with a password in it
  record HeadscalePostgres(URI url) implements Endpoint {
    @Override
    public String text() {
      return "headscale+" + url;
    }
  }

  /// What `pg_dump` wrote of a PostgreSQL database of Headscale.
  record HeadscaleDump(Path file) implements Endpoint {
    @Override
    public String text() {
      return "headscale+pgdump:" + file;
    }
  }

  /// A bundle.
  record BundleFile(Path file) implements Endpoint {
    @Override
    public String text() {
      return "bundle:" + file;
    }
  }

  /// A running coordinator.
  ///
  /// @param url where it is; null for the one that `--data` or the environment names
  record Coordinator(@Nullable URI url) implements Endpoint {
    @Override
    public String text() {
      return "wayleave:" + (url == null ? "" : url);
    }
  }

  /// A tailnet of hosted Tailscale, over its API.
  ///
  /// @param tailnet its name or id; empty for the one of the credential or the environment
  record Tailscale(String tailnet) implements Endpoint {
    @Override
    public String text() {
      return "tailscale:" + tailnet;
    }
  }

  /// A folder or file that was exported from hosted Tailscale.
  record TailscaleExport(Path place) implements Endpoint {
    @Override
    public String text() {
      return "tailscale-export:" + place;
    }
  }

  /// A folder of Terraform configuration for hosted Tailscale.
  record TerraformFolder(Path folder) implements Endpoint {
    @Override
    public String text() {
      return "terraform:" + folder;
    }
  }

  /// How it is written, with absolute paths; it parses to an equal endpoint from any directory.
  String text();
}
