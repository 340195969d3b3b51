/// `wayleave cutover`: what a take-over would make clients notice, and who came back after it.
///
/// Which differences there are is worked out in the room of the same name of the tailnet; here is
/// asked, shown and waited.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.cutover;
