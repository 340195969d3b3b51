/// Reads a tailnet from a bundle file, `bundle:FILE`.
///
/// What a bundle is stands in `tailnet.inventory.bundle`; here are the file and its troubles.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.bundle;
