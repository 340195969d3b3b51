/// A small tailnet's first minutes, played to a coordinator so that Java learns what it will do.
@NullMarked
package dev.wayleave.testkit.rehearsal;

import org.jspecify.annotations.NullMarked;
