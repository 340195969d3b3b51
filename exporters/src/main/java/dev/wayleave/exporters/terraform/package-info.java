/// Configuration for the official Terraform provider of hosted Tailscale, `terraform:DIR`.
///
/// What is written here is text for another program: every foreign word goes through [HclText], and
/// no secret has a place in it.
@NullMarked
package dev.wayleave.exporters.terraform;

import org.jspecify.annotations.NullMarked;
