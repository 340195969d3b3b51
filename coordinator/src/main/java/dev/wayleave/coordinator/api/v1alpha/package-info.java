/// Our own REST API: administration as a tailnet's people and programs see it.
///
/// Endpoints parse requests, name the permission they need, hand commands to the state and show
/// what comes back. They decide nothing and know no database.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.api.v1alpha;
