package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.login.BrowserForms.field;
import static dev.wayleave.coordinator.page.Template.escaped;

import dev.wayleave.coordinator.page.Page;
import dev.wayleave.coordinator.page.Template;
import dev.wayleave.coordinator.page.Unavailable;
import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.security.RefusedProofs;
import dev.wayleave.coordinator.security.RoleScopes;
import dev.wayleave.coordinator.state.ConfirmSession;
import dev.wayleave.coordinator.state.LoginOwner;
import dev.wayleave.tailnet.model.User;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/// `SERVER_URL/login/ID`: a person logs in for a command that is to administer the tailnet, and
/// confirms it with the code that the command shows.
@Singleton
final class AdminPage {
  static final String PATH = "/login/";

  private static final Template COMMAND = Template.beside(AdminPage.class, "command.html");
  private static final Template FORM = Template.beside(AdminPage.class, "command-form.html");
  private static final long LARGEST_FORM = 8 << 10;

  private final AdminLogins logins;
  private final People people;
  private final BrowserForms forms;
  private final FailureLimit failures;
  private final RefusedProofs refused;

  AdminPage(
      AdminLogins logins,
      People people,
      BrowserForms forms,
      FailureLimit failures,
      RefusedProofs refused) {
    this.logins = logins;
    this.people = people;
    this.forms = forms;
    this.failures = failures;
    this.refused = refused;
  }

  void route(@Observes Router router) {
    router.get(PATH + ":id").blockingHandler(this::show, false).failureHandler(Unavailable::answer);
    router
        .post(PATH + ":id")
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM))
        // Rows are read and written.
        .blockingHandler(this::confirm, false)
        .failureHandler(Unavailable::answer);
  }

  private Optional<AdminLogins.WaitingCommand> waiting(RoutingContext context) {
    return Optional.ofNullable(context.pathParam("id"))
        .filter(LoginAddress::isId)
        .flatMap(logins::waiting);
  }

  private void show(RoutingContext context) {
    waiting(context)
        .ifPresentOrElse(command -> answer(context, command, 200, ""), () -> gone(context));
  }

  private void answer(
      RoutingContext context, AdminLogins.WaitingCommand command, int status, String notice) {
    String main =
        forms.isConfidential(context)
            ? person(context, command)
            : Page.notice(
                Page.Mood.WORK,
                "This page came unencrypted, so nobody can log in here; open it over HTTPS.");
    Page.send(
        context,
        status,
        Page.of(
            "Let a command administer this tailnet?",
            COMMAND.filled(
                Map.of(
                    "notice",
                    notice,
                    "device",
                    escaped(command.device()),
                    "address",
                    escaped(command.address()),
                    "person",
                    main))));
  }

  private String person(RoutingContext context, AdminLogins.WaitingCommand command) {
    String buttons = PersonText.buttons(people.enabled(), PATH + command.id(), true);
    Optional<Visitor> visitor =
        people.visitor(context).filter(one -> ConfirmSession.isFresh(one.login(), command.begun()));
    if (visitor.isEmpty()) {
      return buttons.isEmpty()
          ? Page.notice(
              Page.Mood.BAD, "No identity provider is set up here; use an API key instead.")
          : PersonText.stranger("Who are you?", "Log in anew, for this command.", buttons);
    }
    people.noted(visitor.get(), context);
    return obstacle(visitor.get())
        .map(sentence -> PersonText.notThisOne(visitor.get(), sentence, buttons))
        .orElseGet(() ->
            PersonText.heading(visitor.get())
                + FORM.filled(
                    Map.of(
                        "id", escaped(command.id()),
                        "token", forms.token(context, PATH, about(command, visitor.get())))));
  }

  /// Why a visitor administers nothing; the command that makes the key asks once more.
  private static Optional<String> obstacle(Visitor visitor) {
    if (visitor.owner() instanceof LoginOwner.Unclear(var refusal)) {
      return Optional.of(refusal.sentence());
    }
    Optional<User> user = visitor.user().filter(one -> !one.suspended());
    if (user.filter(User::awaitingApproval).isPresent()) {
      return Optional.of("You await approval; ask an administrator to approve you.");
    }
    return user.filter(one -> !RoleScopes.of(visitor.rolesOf(one)).isEmpty()).isPresent()
        ? Optional.empty()
        : Optional.of("You hold no role that administers anything; ask an administrator for one.");
  }

  private static String about(AdminLogins.WaitingCommand command, Visitor visitor) {
    return command.id() + "\n" + visitor.binding();
  }

  private void confirm(RoutingContext context) {
    AdminLogins.WaitingCommand command = waiting(context).orElse(null);
    if (command == null) {
      gone(context);
      return;
    }
    String address = Callers.address(context);
    if (failures.isExceeded(address)) {
      refuse(context, command, 429, "Too much from your address was wrong; wait a minute.");
      return;
    }
    Visitor visitor =
        people
            .visitor(context)
            .filter(one -> ConfirmSession.isFresh(one.login(), command.begun()))
            .filter(one -> forms.isRight(context, about(command, one)))
            .orElse(null);
    if (visitor == null) {
      refuse(
          context,
          command,
          403,
          "Your login has ended, or the form was not from this page; look again and confirm anew.");
      return;
    }
    Optional<String> obstacle = obstacle(visitor);
    if (obstacle.isPresent()) {
      refuse(context, command, 403, obstacle.get());
      return;
    }
    if (!logins.confirm(command.id(), field(context, "code"), visitor.login())) {
      failures.failed(address);
      refused.count(RefusedProofs.Kind.AUTH_ID);
      refuse(context, command, 403, "The code is not the one that the command shows.");
      return;
    }
    Page.send(
        context,
        200,
        Page.said("Done", Page.Mood.GOOD, "The command goes on; you can close this page."));
  }

  private void refuse(
      RoutingContext context, AdminLogins.WaitingCommand command, int status, String sentence) {
    answer(context, command, status, Page.notice(Page.Mood.BAD, sentence));
  }

  private void gone(RoutingContext context) {
    refused.count(RefusedProofs.Kind.AUTH_ID);
    Page.send(
        context,
        404,
        Page.said(
            "Nothing waits here",
            Page.Mood.WORK,
            "The command was confirmed, or has waited too long; type it again."));
  }
}
