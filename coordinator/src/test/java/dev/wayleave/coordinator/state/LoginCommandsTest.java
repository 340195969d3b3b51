package dev.wayleave.coordinator.state;

import static dev.wayleave.coordinator.state.Logging.NOW;
import static dev.wayleave.coordinator.state.Logging.at;
import static dev.wayleave.coordinator.state.Logging.image;
import static dev.wayleave.coordinator.state.Logging.lasting;
import static dev.wayleave.coordinator.state.Logging.login;
import static dev.wayleave.coordinator.state.Logging.proved;
import static dev.wayleave.coordinator.state.Logging.provider;
import static dev.wayleave.coordinator.state.Logging.spelled;
import static dev.wayleave.coordinator.state.Logging.until;
import static dev.wayleave.coordinator.state.Logging.unverifying;
import static dev.wayleave.coordinator.state.Logging.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a proved login does.
class LoginCommandsTest {
  private final IdentityProvider cloak = provider("cloak");
  private final IdentityProvider other = provider("other");
  private List<IdentityProvider> enabled = List.of(cloak, other);
  private final Moment moment = new Moment(NOW, new Random(7));
  private Tailnet image = Tailnet.empty();
  private int keys;

  @Test
  void aNewcomerBecomesAUserWithTheDevice() {
    RegisterByLogin.Admitted in = register(login(cloak, "s1", "ann"));
    assertThat(in.node().owner()).isEqualTo(new Owner.OfUser(in.user().id()));
    assertThat(in.node().registerMethod()).isEqualTo(RegisterMethod.OIDC);
    User ann = image.user(in.user().id()).orElseThrow();
    assertThat(ann.name()).isEqualTo("ann");
    assertThat(ann.email()).isEqualTo("ann@example.com");
    Identity identity = ann.identities().getFirst();
    assertThat(identity.identifier()).isEqualTo("https://cloak.example.com/s1");
    assertThat(identity.subject()).isEqualTo("s1");
    assertThat(Objects.requireNonNull(identity.lastLogin()).by()).isEqualTo("cloak");
    assertThat(register(login(cloak, "s1", "ann")).user().id()).isEqualTo(ann.id());
    assertThat(image.users()).hasSize(1);
    assertThat(image.nodes()).hasSize(2);
  }

  @Test
  void aRefusedDeviceMakesNoUser() {
    Registration device = device("web", Set.of("tag:web"));
    assertThat(refused(new RegisterByLogin(device, login(cloak, "s1", "ann"), enabled, policies())))
        .contains("not permitted");
    assertThat(image.users()).isEmpty();
  }

  @Test
  void anImportedNodeIsRecognisedByTheLoginOfItsOwner() {
    image = image(user(4, "ann", spelled("https://cloak.example.com/s1")));
    RegisterByLogin.Admitted first = register(login(cloak, "s1", "ann"));
    Node reserved = first.node().change().unmoved(new Unmoved("headscale", 1)).build();
    image = image.with(new TailnetChange.Put(reserved));
    Registration again =
        Registration.named(reserved.machineKey(), NodeKey.of(bytes()), reserved.hostname());
    RegisterByLogin.Admitted back =
        done(new RegisterByLogin(again, login(cloak, "s1", "ann"), enabled, policies()));
    assertThat(back.node().id()).isEqualTo(reserved.id());
    assertThat(back.node().unmoved()).isNull();
    Identity identity = back.user().identities().getFirst();
    assertThat(identity.identifier()).isEqualTo("https://cloak.example.com/s1");
    assertThat(identity.issuer()).as("apart from now on").isEqualTo(cloak.issuer());
    assertThat(identity.subject()).isEqualTo("s1");
  }

  /// The provider deleted ann's account, and somebody made one of the same name and address.
  @Test
  void anAccountMadeAnewGetsNeitherTheDevicesNorTheNamesOfTheOldOne() {
    RegisterByLogin.Admitted old = register(login(cloak, "s1", "ann"));
    Registration same =
        new Registration(
            old.node().machineKey(),
            NodeKey.of(bytes()),
            old.node().nodeKey(),
            "web",
            List.of(),
            Set.of(),
            false,
            null,
            null,
            0);
    RegisterByLogin.Admitted fresh =
        done(new RegisterByLogin(same, login(cloak, "s2", "ann"), enabled, policies()));
    assertThat(fresh.user().id()).isNotEqualTo(old.user().id());
    assertThat(fresh.node().id()).isNotEqualTo(old.node().id());
    assertThat(image.node(old.node().id())).contains(old.node());
    assertThat(fresh.user().name()).as("a policy means the old one by it").isEmpty();
    assertThat(fresh.user().email()).isEmpty();
    assertThat(fresh.remarks()).anyMatch(remark -> remark.contains("is another user's"));
  }

  /// Issuer and subject are all that tells people apart, so the new person is taken for ann; what
  /// the provider says of the new one counts at once, for the devices too.
  @Test
  void whoGetsTheSubjectOfADeletedAccountGetsNoneOfItsGroupsOrRolesAndIsToldOf() {
    register(at(login(cloak, "s1", "ann"), NOW, Set.of("group:dev"), Set.of(Role.ADMIN)));
    LoggedIn next =
        done(
            new SignIn(
                at(login(cloak, "s1", "eve"), NOW.plusSeconds(1), Set.of(), Set.of()), enabled));
    assertThat(next.user().groups()).isEmpty();
    assertThat(next.user().allRoles()).isEmpty();
    assertThat(next.remarks())
        .anyMatch(remark -> remark.contains("look whether this is still the same person"));
  }

  @Test
  void whoWasDeletedHereComesBackWithoutAnythingOfBefore() {
    User ann = register(login(cloak, "s1", "ann")).user();
    image.nodes().forEach(node -> image = image.with(new TailnetChange.Removed(node)));
    done(new DeleteUser(ann.id()));
    RegisterByLogin.Admitted again = register(login(cloak, "s1", "ann"));
    assertThat(again.user().id()).isNotEqualTo(ann.id());
    assertThat(again.user().allRoles()).isEmpty();
  }

  /// Mallory claims ann's address at a provider that verifies none, which is disabled later; then
  /// ann comes, whose address is verified and enough.
  @Test
  void whoClaimedAnAddressWithoutProofIsNotJoinedWithItsOwner() {
    IdentityProvider easy = unverifying(provider("easy"));
    IdentityProvider linking = provider("cloak", "example.com");
    enabled = List.of(easy);
    User mallory = register(login(easy, "m", "mallory", "ann@example.com", false)).user();
    assertThat(mallory.email()).isEqualTo("ann@example.com");
    enabled = List.of(linking);
    assertThat(refused(new SignIn(login(linking, "s1", "ann"), enabled)))
        .contains("nobody has verified");
    enabled = List.of(easy);
    register(
        at(
            login(easy, "m", "mallory", "ann@example.com", true),
            NOW.plusSeconds(1),
            Set.of(),
            Set.of()));
    enabled = List.of(linking);
    assertThat(done(new SignIn(login(linking, "s1", "ann"), enabled)).user().id())
        .as("as for whom it was verified")
        .isEqualTo(mallory.id());
  }

  @Test
  void theLoginOfAnotherPersonGetsANodeOfItsOwn() {
    Node anns = register(login(cloak, "s1", "ann")).node();
    Registration again =
        new Registration(
            anns.machineKey(),
            NodeKey.of(bytes()),
            anns.nodeKey(),
            "web",
            List.of(),
            Set.of(),
            false,
            null,
            null,
            0);
    RegisterByLogin.Admitted bob =
        done(new RegisterByLogin(again, login(cloak, "s2", "bob"), enabled, policies()));
    assertThat(bob.node().id()).isNotEqualTo(anns.id());
    assertThat(image.node(anns.id())).contains(anns);
  }

  @Test
  void aLoginEndsWithItsTokenOrAfterTheProvidersTimeElseAfterTheServers() {
    Instant end = NOW.plus(Duration.ofHours(3));
    IdentityProvider token = lasting(cloak, true, "P9D");
    assertThat(register(until(login(token, "s1", "ann"), end)).node().expiry()).isEqualTo(end);
    assertThat(register(login(token, "s1", "ann")).node().expiry())
        .as("a token that does not say")
        .isEqualTo(NOW.plus(Duration.ofDays(9)));
    IdentityProvider forEver = lasting(cloak, false, "PT0S");
    assertThat(register(login(forEver, "s1", "ann")).node().expiry()).isNull();
    assertThat(register(login(cloak, "s1", "ann")).node().expiry()).isNull();
  }

  @Test
  void aSuspendedUserComesInByNoLogin() {
    image = image(user(1, "ann", spelled("https://cloak.example.com/s1")).heldBack(true, false));
    ProvedLogin login = login(cloak, "s1", "ann");
    assertThat(refused(new SignIn(login, enabled))).contains("suspended");
    assertThat(refused(new RegisterByLogin(device("web", Set.of()), login, enabled, policies())))
        .contains("suspended");
  }

  @Test
  void theDeviceOfAUserWhoAwaitsApprovalComesInAndWaits() {
    image = image(user(1, "ann", spelled("https://cloak.example.com/s1")).heldBack(false, true));
    Node node = register(login(cloak, "s1", "ann")).node();
    assertThat(Standing.of(image, node)).isEqualTo(Standing.WAITING);
  }

  @Test
  void groupsAndRolesAreThoseOfTheNewestLoginAndAnOlderSessionBringsNoneBack() {
    ProvedLogin login = login(cloak, "s1", "ann");
    ProvedLogin early = at(login, NOW, Set.of("group:eng"), Set.of(Role.ADMIN));
    User ann = register(early).user();
    assertThat(ann.groups()).containsExactly("group:eng");
    assertThat(ann.allRoles()).containsExactly(Role.ADMIN);
    done(new SignIn(at(login, NOW.plusSeconds(60), Set.of(), Set.of()), enabled));
    assertThat(only().groups()).isEmpty();
    assertThat(only().allRoles()).isEmpty();
    register(early);
    assertThat(only().groups()).as("the early session is used once more").isEmpty();
    assertThat(only().allRoles()).isEmpty();
  }

  @Test
  void aLoginThatAProviderAnswersWithoutAskingAgainIsNewerAllTheSame() {
    ProvedLogin login = login(cloak, "s1", "ann");
    register(at(login, NOW, Set.of("group:eng"), Set.of()));
    done(new SignIn(proved(login, NOW.plusSeconds(60), Set.of("group:ops")), enabled));
    assertThat(only().groups()).containsExactly("group:ops");
  }

  @Test
  void nobodyBecomesAUserBySigningIn() {
    assertThat(refused(new SignIn(login(cloak, "s1", "ann"), enabled)))
        .contains("no user of this tailnet");
  }

  @Test
  void anAwaitedLoginIsSpentByTheFirst() {
    image = image(user(1, "ann"));
    done(new ExpectIdentity(new UserId(1), expecting("ann")));
    done(new SignIn(login(cloak, "s1", "ann"), enabled));
    assertThat(only().expected()).isEmpty();
    assertThat(only().identities()).extracting(Identity::subject).containsExactly("s1");
    assertThat(refused(new SignIn(login(cloak, "s2", "ann"), enabled)))
        .as("a second account of the same name")
        .contains("no user of this tailnet");
  }

  @Test
  void aLoginIsAwaitedForOneUserAndNotForEver() {
    image = image(user(1, "ann"), user(2, "bob"));
    done(new ExpectIdentity(new UserId(1), expecting("ann")));
    assertThat(refused(new ExpectIdentity(new UserId(2), expecting("ann")))).contains("ann (1)");
    for (Duration left : List.of(Duration.ZERO, Duration.ofDays(91))) {
      ExpectedIdentity wrong = new ExpectedIdentity(cloak.issuer(), "sub", "x", NOW.plus(left));
      assertThat(refused(new ExpectIdentity(new UserId(1), wrong))).contains("90 days");
    }
  }

  @Test
  void aNameOrAddressThatIsAnotherUsersIsNotTakenAndThatIsToldOf() {
    image = image(user(1, "ann", spelled("https://elsewhere/1")));
    RegisterByLogin.Admitted in = register(login(cloak, "s1", "Ann"));
    assertThat(in.user().name()).isEmpty();
    assertThat(in.user().email()).isEmpty();
    assertThat(in.remarks()).anyMatch(text -> text.contains("name Ann is another user's"));
    assertThat(in.remarks()).anyMatch(text -> text.contains("e-mail address"));
    assertThat(image.user(new UserId(1)).orElseThrow().name()).isEqualTo("ann");
  }

  @Test
  void aNameThatIsAnAddressHasToBeTheBelievedOne() {
    assertThat(register(login(cloak, "s1", "boss@corp.com", "x@example.com", true)).user().name())
        .isEmpty();
    assertThat(register(login(cloak, "s2", "y@example.com", "y@example.com", true)).user().name())
        .isEqualTo("y@example.com");
    assertThat(register(login(cloak, "s3", "z@example.com", "z@example.com", false)).user().name())
        .isEmpty();
  }

  @Test
  void namesThatNoPolicyCouldWriteAreLeftOut() {
    int subject = 0;
    for (String name : List.of("", "a", "1ann", "ann smith", "a@b@c", "ann\n", "<b>")) {
      ProvedLogin login = login(cloak, "n" + subject++, name, "", false);
      assertThat(register(login).user().name()).as(name).isEmpty();
    }
  }

  @Test
  void anUnverifiedAddressIsTakenOnlyOfAProviderThatNeedNotVerify() {
    assertThat(register(login(cloak, "s1", "ann", "a@example.com", false)).user().email())
        .isEmpty();
    IdentityProvider lax = unverifying(other);
    RegisterByLogin command =
        new RegisterByLogin(
            device("x", Set.of()),
            login(lax, "s2", "bob", "b@example.com", false),
            List.of(lax),
            policies());
    assertThat(done(command).user().email()).isEqualTo("b@example.com");
  }

  @Test
  void anAddressThatChangedUnderTheSameSubjectIsRemarked() {
    register(login(cloak, "s1", "ann"));
    ProvedLogin later =
        at(
            login(cloak, "s1", "ann", "eve@example.com", true),
            NOW.plusSeconds(9),
            Set.of(),
            Set.of());
    LoggedIn in = done(new SignIn(later, enabled));
    assertThat(in.user().email()).isEqualTo("eve@example.com");
    assertThat(in.remarks())
        .singleElement()
        .asString()
        .contains("from ann@example.com to eve@example.com", "same person");
  }

  @Test
  void aPersonLinksALoginByProvingBoth() {
    User ann = register(login(cloak, "s1", "ann")).user();
    admin(ann.id());
    ProvedLogin added = login(other, "o1", "asmith");
    done(new LinkLogin(ann.id(), login(cloak, "s1", "ann"), added, enabled));
    assertThat(only().identities()).extracting(Identity::subject).containsExactly("s1", "o1");
    assertThat(only().email()).as("the profile stays").isEqualTo("ann@example.com");
    assertThat(done(new SignIn(added, enabled)).user().id()).isEqualTo(ann.id());
  }

  @Test
  void aLoginThatIsAnotherUsersOrAwaitedForOneIsNotLinked() {
    User ann = register(login(cloak, "s1", "ann")).user();
    register(login(other, "o2", "bob"));
    assertThat(
            refused(
                new LinkLogin(
                    ann.id(), login(cloak, "s1", "ann"), login(other, "o2", "bob"), enabled)))
        .contains("is that of user bob");
    User cid = user(9, "cid");
    image = image.with(new TailnetChange.Put(cid));
    done(
        new ExpectIdentity(
            cid.id(),
            new ExpectedIdentity(
                other.issuer(), "preferred_username", "cid", NOW.plusSeconds(60))));
    assertThat(
            refused(
                new LinkLogin(
                    ann.id(), login(cloak, "s1", "ann"), login(other, "o3", "cid"), enabled)))
        .contains("is that of user cid");
  }

  @Test
  void aLinkIsMadeForTheUserWhoWasShownAlone() {
    register(login(cloak, "s1", "ann"));
    User bob = register(login(cloak, "s2", "bob")).user();
    assertThat(
            refused(
                new LinkLogin(
                    bob.id(), login(cloak, "s1", "ann"), login(other, "o1", "x"), enabled)))
        .contains("somebody else");
  }

  @Test
  void administratorsLinkAndUnlink() {
    User ann = register(login(cloak, "s1", "ann")).user();
    User bob = register(login(cloak, "s2", "bob")).user();
    Subject subject = new Subject(other.issuer(), "o1");
    done(new LinkIdentity(ann.id(), "oidc", subject));
    assertThat(refused(new LinkIdentity(bob.id(), "oidc", subject))).contains("user ann");
    String identifier = subject.identity("oidc").identifier();
    done(new UnlinkIdentity(ann.id(), identifier, false));
    assertThat(refused(new UnlinkIdentity(ann.id(), identifier, true))).contains("no identity");
    assertThat(refused(new UnlinkIdentity(ann.id(), "https://cloak.example.com/s1", false)))
        .contains("only login");
    done(new LinkIdentity(bob.id(), "oidc", subject));
  }

  @Test
  void anSshSessionIsConfirmedByAFreshLoginOfTheOwnerOfItsSource() {
    RegisterByLogin.Admitted in = register(login(cloak, "s1", "ann"));
    Node target = register(login(cloak, "s2", "bob")).node();
    Owner owner = in.node().owner();
    assertThat(done(confirm(login(cloak, "s1", "ann"), NOW, in.node(), owner, target)).node())
        .isEqualTo(target);
    assertThat(refused(confirm(login(cloak, "s2", "bob"), NOW, in.node(), owner, target)))
        .contains("not a node of yours");
    assertThat(
            refused(
                confirm(login(cloak, "s1", "ann"), NOW.plusSeconds(31), in.node(), owner, target)))
        .contains("log in again");
    assertThat(refused(confirm(login(cloak, "s1", "ann"), NOW, target, target.owner(), in.node())))
        .contains("not a node of yours");
  }

  private ConfirmSession confirm(
      ProvedLogin login, Instant begun, Node source, Owner owner, Node target) {
    return new ConfirmSession(login, enabled, begun, source.id(), owner, target.id(), "root");
  }

  private void admin(UserId id) {
    User user = image.user(id).orElseThrow().inRoles(Set.of(Role.ADMIN));
    image = image.with(new TailnetChange.Put(user));
  }

  private ExpectedIdentity expecting(String name) {
    return new ExpectedIdentity(
        cloak.issuer(), "preferred_username", name, NOW.plus(Duration.ofDays(7)));
  }

  private User only() {
    assertThat(image.users()).hasSize(1);
    return image.users().iterator().next();
  }

  private RegisterByLogin.Admitted register(ProvedLogin login) {
    return done(
        new RegisterByLogin(device("web", Set.of()), login, List.of(login.provider()), policies()));
  }

  private Registration device(String name, Set<String> tags) {
    return new Registration(
        MachineKey.of(bytes()),
        NodeKey.of(bytes()),
        null,
        name,
        List.of(),
        tags.stream().map(TagName::new).collect(Collectors.toSet()),
        false,
        null,
        null,
        0);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) ++keys;
    return bytes;
  }

  private static PolicyInForce policies() {
    return new PolicyInForce();
  }

  private <R> R done(Command<R> command) {
    return switch (command.decide(image, moment)) {
      case Decision.Accepted<R> accepted -> {
        image = image.with(accepted.changes());
        yield accepted.reply();
      }
      case Decision.Bulk<R> _ -> throw new AssertionError("no command here replaces much");
      case Decision.Refused<R> refused -> throw new AssertionError(refused.refusal().sentence());
    };
  }

  private <R> String refused(Command<R> command) {
    Decision<R> decision = command.decide(image, moment);
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    return ((Decision.Refused<R>) decision).refusal().sentence();
  }
}
