/// A Terraform state of the hosted provider: what somebody manages or has looked up with it.
///
/// Attributes are taken one by one, by name, so that a secret of the state is never copied: what is
/// not named here does not leave the file.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.terraform;
