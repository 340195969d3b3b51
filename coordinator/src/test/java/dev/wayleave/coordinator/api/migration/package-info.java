/// The migration API as a target of migrations sees it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.api.migration;
