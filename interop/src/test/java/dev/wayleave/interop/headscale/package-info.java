/// A running Headscale, and what is read from it meanwhile.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop.headscale;
