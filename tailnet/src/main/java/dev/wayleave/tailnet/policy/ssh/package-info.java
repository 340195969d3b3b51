/// Who may log in where, and as whom: the section `ssh` of a policy as each node is sent it.
///
/// Pure: a policy and a directory go in, rules come out. How the rules are delivered, and the
/// endpoint that carries out a check, do not belong here.
@NullMarked
package dev.wayleave.tailnet.policy.ssh;

import org.jspecify.annotations.NullMarked;
