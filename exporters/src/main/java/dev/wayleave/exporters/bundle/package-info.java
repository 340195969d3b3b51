/// Writes a tailnet to a bundle file, `bundle:FILE`, and keeps what rollback needs beside it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.exporters.bundle;
