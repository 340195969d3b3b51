package dev.wayleave.interop.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands a [Drill] to tests that name it as a parameter, and ends it after them: one for each test,
/// or for a whole class whose `@BeforeAll` names it. Classes are skipped where there is no
/// Keycloak.
final class OnSharedKeycloak implements BeforeAllCallback, ParameterResolver {
  private static final Namespace OWN = Namespace.create(OnSharedKeycloak.class);

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    // Of the whole run, which closes it at its end.
    context.getRoot().getStore(Namespace.GLOBAL).put(SharedKeycloak.class, SharedKeycloak.get());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Drill.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(OWN).computeIfAbsent(Drill.class, _ -> drill(), Drill.class);
  }

  private static Drill drill() {
    try {
      return Drill.open(SharedKeycloak.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for Keycloak", e);
    }
  }
}
