/// Headscale as a target: a database, or a whole server directory.
@NullMarked
package dev.wayleave.exporters.headscale;

import org.jspecify.annotations.NullMarked;
