/// A policy judged and put to work: the door through which the other rooms of this package are
/// used.
@NullMarked
package dev.wayleave.tailnet.policy;

import org.jspecify.annotations.NullMarked;
