/// Rows compared with those of real servers, and read again.
@NullMarked
package dev.wayleave.exporters.headscale.row;

import org.jspecify.annotations.NullMarked;
