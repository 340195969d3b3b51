/// Where requests come from, be there reverse proxies before the listener or not.
///
/// What a request says of its own way here is believed of named proxies alone: a rate limit or an
/// audit log that anyone can tell an address is worth nothing.
@NullMarked
package dev.wayleave.coordinator.proxy;

import org.jspecify.annotations.NullMarked;
