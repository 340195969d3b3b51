/// What is remembered of those who were turned away.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.refusal;
