/// Ranges of addresses and sets of them: the arithmetic under every rule.
@NullMarked
package dev.wayleave.tailnet.policy.address;

import org.jspecify.annotations.NullMarked;
