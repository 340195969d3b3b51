/// Databases with the oddities that releases of Headscale and their operators left behind, on the
/// whole way: read, planned, applied to a new database of either engine, read again, and back.
@NullMarked
package dev.wayleave.exporters.headscale.oddities;

import org.jspecify.annotations.NullMarked;
