/// Databases that rows are written to, in one transaction or not at all.
@NullMarked
package dev.wayleave.exporters.headscale.store;

import org.jspecify.annotations.NullMarked;
