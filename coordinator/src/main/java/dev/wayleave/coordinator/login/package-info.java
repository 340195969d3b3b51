/// How devices are let in: registration, logins that wait for a person, and the page for that
/// person.
///
/// Who may come in is decided by commands in `state`; here requests become commands, and what came
/// of them becomes answers. Nothing in here knows Noise or HTTP/2.
@NullMarked
package dev.wayleave.coordinator.login;

import org.jspecify.annotations.NullMarked;
