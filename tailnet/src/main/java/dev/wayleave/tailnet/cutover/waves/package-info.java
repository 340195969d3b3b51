/// Moves in waves: what stands between devices that have moved and those that have not.
///
/// Only images are looked at here; who has connected where is told elsewhere.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.cutover.waves;
