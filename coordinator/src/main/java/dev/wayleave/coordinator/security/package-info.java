/// Who may do what: API keys, what they permit, and how they are checked.
///
/// Nothing in here knows an endpoint; endpoints name the permission they need.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.security;
