/// Real Terraform, over what is written for it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop.terraform;
