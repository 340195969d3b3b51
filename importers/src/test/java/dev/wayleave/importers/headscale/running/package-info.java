/// What running servers answer, and what is made of it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale.running;
