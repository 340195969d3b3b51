/// An inventory as the rows of a Headscale database.
@NullMarked
package dev.wayleave.exporters.headscale.row;

import org.jspecify.annotations.NullMarked;
