/// Headscale's configuration: its settings in every spelling since 0.2, and the files that it
/// names.
///
/// What is read here is Headscale's own YAML and nothing of its database; every key ends in the
/// neutral model, among the secrets, or in a finding.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.config;
