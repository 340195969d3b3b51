/// Which devices were turned away lately, and why: for those who watch whether everybody comes back
/// after a take-over. Nothing of it is written down, and nothing is decided by it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.refusal;
