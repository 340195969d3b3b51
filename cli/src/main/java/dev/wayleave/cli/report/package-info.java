/// Reports of plans and verifications: for terminals, as JSON or YAML, and as a page of HTML that
/// needs nothing beside itself. Reports hold fingerprints of secrets, never secrets.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.report;
