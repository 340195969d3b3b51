/// The domain: what a tailnet is, whoever runs it, and how one becomes another.
///
/// Values only. No I/O, no clock, no randomness and no framework may enter; what comes from outside
/// is handed in.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet;
