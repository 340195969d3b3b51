package dev.wayleave.coordinator.state;

import static dev.wayleave.coordinator.state.Logging.NOW;
import static dev.wayleave.coordinator.state.Logging.confirming;
import static dev.wayleave.coordinator.state.Logging.image;
import static dev.wayleave.coordinator.state.Logging.login;
import static dev.wayleave.coordinator.state.Logging.provider;
import static dev.wayleave.coordinator.state.Logging.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An account is deleted at the provider, and its subject given to somebody new.
class ReusedSubjectTest {
  private static final Moment MOMENT = new Moment(NOW, new Random(1));
  private static final Instant LATER = NOW.plusSeconds(60);

  private final IdentityProvider fresh = provider("new");
  private final IdentityProvider careful = confirming(fresh);

  @Test
  void aSubjectThatCameToSomebodyElseWaitsForAnAdministrator() {
    User ann = user(1, "ann", new Subject(fresh.issuer(), "s1").identity("oidc"));
    assertThat(refusal(login(careful, "s1", "mallory"), List.of(careful), ann))
        .contains("ann (1)", "another address and another name", "claim sub");
    assertThat(
            refusal(
                login(careful, "s1", "mallory", "mallory@example.com", false),
                List.of(careful),
                ann))
        .as("an unverified address is no better")
        .contains("another address");
    assertThat(refusal(login(careful, "s1", "", "", false), List.of(careful), ann))
        .as("nor is none")
        .contains("another address");
    assertThat(owner(login(fresh, "s1", "mallory"), ann))
        .as("where nobody asks for it")
        .isEqualTo(new LoginOwner.Known(ann));
    ExpectedIdentity confirmed =
        new ExpectedIdentity(
            fresh.issuer(), "email", "mallory@example.com", NOW.plus(Duration.ofHours(1)));
    User same = ann.knownBy(ann.identities(), List.of(confirmed));
    assertThat(owner(login(careful, "s1", "mallory"), same))
        .isEqualTo(new LoginOwner.Awaited(same, confirmed));
    User other = user(2, "bob").knownBy(List.of(), List.of(confirmed));
    assertThat(refusal(login(careful, "s1", "mallory"), List.of(careful), ann, other))
        .as("what is awaited for another confirms nothing")
        .contains("ann (1)");
  }

  @Test
  void whoseAddressOrNameAloneChangedIsTheUser() {
    User ann = user(1, "ann", new Subject(fresh.issuer(), "s1").identity("oidc"));
    assertThat(owner(login(careful, "s1", "ann", "ann@elsewhere.example", true), ann))
        .isEqualTo(new LoginOwner.Known(ann));
    assertThat(owner(login(careful, "s1", "anne", "Ann@Example.com", true), ann))
        .isEqualTo(new LoginOwner.Known(ann));
    User nameless = user(2, "", new Subject(fresh.issuer(), "s2").identity("oidc"));
    assertThat(owner(login(careful, "s2", "anybody"), nameless))
        .as("of whom nothing is known that could be another")
        .isEqualTo(new LoginOwner.Known(nameless));
  }

  @Test
  void onceItIsConfirmedTheLoginIsTheUsers() {
    ExpectedIdentity confirmed =
        new ExpectedIdentity(
            fresh.issuer(), "email", "mallory@example.com", NOW.plus(Duration.ofHours(1)));
    User ann =
        user(1, "ann", new Subject(fresh.issuer(), "s1").identity("oidc"))
            .knownBy(
                List.of(new Subject(fresh.issuer(), "s1").identity("oidc")), List.of(confirmed));
    Tailnet image = image(ann);
    ProvedLogin changed = login(careful, "s1", "mallory");
    LoginTurn.In in = (LoginTurn.In) LoginTurn.existing(image, MOMENT, changed, List.of(careful));
    assertThat(in.user().id()).isEqualTo(ann.id());
    assertThat(in.user().expected()).as("it is spent").isEmpty();
    assertThat(in.user().email()).isEqualTo("mallory@example.com");
    assertThat(in.user().identities()).hasSize(1);
    Tailnet after = in.on(image);
    assertThat(LoginOwner.of(after, changed, List.of(careful), NOW))
        .isEqualTo(new LoginOwner.Known(in.user()));
    assertThat(LoginOwner.of(after, login(careful, "s1", "ann"), List.of(careful), NOW))
        .as("who has the name from before")
        .isInstanceOf(LoginOwner.Known.class);
  }

  @Test
  void whereNobodyHasToConfirmItIsFoundUntilSomebodySaysWhoseItIs() {
    Subject subject = new Subject(fresh.issuer(), "s1");
    Tailnet image = image(user(1, "ann", subject.identity("oidc")));
    assertThat(LoginFindings.of(loggedIn(image, login(fresh, "s1", "ann")))).isEmpty();
    Tailnet taken = loggedIn(image, login(fresh, "s1", "mallory"));
    assertThat(LoginFindings.of(taken))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("LOGIN_OF_ANOTHER_PERSON");
          assertThat(finding.object()).isEqualTo("user ann (1)");
          assertThat(finding.what()).contains("ann@example.com", "https://new.example.com/s1");
        });
    ProvedLogin next = Logging.at(login(fresh, "s1", "mallory"), LATER, Set.of(), Set.of());
    Tailnet later = loggedIn(taken, next);
    assertThat(LoginFindings.of(later)).as("the next login does not make it good").hasSize(1);
    var linked =
        (Decision.Accepted<User>)
            new LinkIdentity(new UserId(1), "oidc", subject).decide(later, MOMENT);
    assertThat(LoginFindings.of(later.with(linked.changes()))).isEmpty();
  }

  private Tailnet loggedIn(Tailnet image, ProvedLogin login) {
    LoginTurn turn = LoginTurn.existing(image, MOMENT, login, List.of(fresh));
    return ((LoginTurn.In) turn).on(image);
  }

  private LoginOwner owner(ProvedLogin login, User... users) {
    return LoginOwner.of(image(users), login, List.of(login.provider()), NOW);
  }

  private static String refusal(ProvedLogin login, List<IdentityProvider> enabled, User... users) {
    LoginOwner owner = LoginOwner.of(image(users), login, enabled, NOW);
    assertThat(owner).isInstanceOf(LoginOwner.Unclear.class);
    return ((LoginOwner.Unclear) owner).refusal().sentence();
  }
}
