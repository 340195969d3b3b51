package dev.wayleave.tailnet.policy.syntax;

import java.util.List;

/// A text that is not HuJSON.
///
/// The message is that of the first mistake, without its place.
public final class PolicySyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<SyntaxFault> faults;

  /// @param faults in the order of the text, at least one
  PolicySyntaxException(List<SyntaxFault> faults) {
    super(faults.getFirst().what());
    this.faults = List.copyOf(faults);
  }

  /// Where the first mistake is.
  public Position position() {
    return faults.getFirst().at();
  }

  /// The mistakes that could be told apart, in the order of the text.
  public List<SyntaxFault> faults() {
    return faults;
  }

  /// A clause on the first mistake, for example `line 12, column 8: expected a value, found '}'`.
  public String describe() {
    return faults.getFirst().toString();
  }
}
