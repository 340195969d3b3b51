/// Certificates: from files, or by ACME; and the listener's handshakes with them.
@NullMarked
package dev.wayleave.coordinator.tls;

import org.jspecify.annotations.NullMarked;
