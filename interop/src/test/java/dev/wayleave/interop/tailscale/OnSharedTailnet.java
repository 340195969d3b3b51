package dev.wayleave.interop.tailscale;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands the shared tailnet to tests that name it as a parameter, and skips their class where there
/// are no clients.
final class OnSharedTailnet implements BeforeAllCallback, ParameterResolver {
  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    SharedTailnet tailnet = SharedTailnet.get();
    // Of the whole run, which closes it at its end.
    context.getRoot().getStore(Namespace.GLOBAL).put(SharedTailnet.class, tailnet);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SharedTailnet.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return SharedTailnet.made();
  }
}
