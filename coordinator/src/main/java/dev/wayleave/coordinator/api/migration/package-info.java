/// The migration API: bundles come in, plans are looked at, applied and taken back, and the whole
/// inventory goes out.
///
/// It works on inventories and on the state's commands; it must not know whose database a bundle
/// came from.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.api.migration;
