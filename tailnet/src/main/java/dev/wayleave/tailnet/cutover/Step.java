package dev.wayleave.tailnet.cutover;

import java.util.List;

/// A step of a take-over.
///
/// @param commands what to type, in this order
/// @param back what takes it back; empty where there is nothing to take back
public record Step(int number, String what, List<String> commands, List<String> back) {
  public Step {
    commands = List.copyOf(commands);
    back = List.copyOf(back);
  }
}
