/// How devices are let in, tested on the running application.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.login;
