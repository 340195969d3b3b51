package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.security.PreAuthKeyVerifier;
import dev.wayleave.coordinator.security.RefusedProofs;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.DeviceRows;
import dev.wayleave.coordinator.state.LogOut;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.coordinator.state.RecogniseNode;
import dev.wayleave.coordinator.state.Refusal;
import dev.wayleave.coordinator.state.RegisterWithKey;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.coordinator.state.ShortenExpiry;
import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.wire.RegisterRequest;
import dev.wayleave.protocol.wire.RegisterResponse;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Tailnet;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Answers devices that register: the table of the control protocol, row by row.
@Singleton
final class Registrar {
  /// Clients exchange a secret that begins with `tskey-client-` by themselves, before they log in;
  /// one of another shape they send as it is.
  private static final Pattern CLIENT_SECRET = Pattern.compile("(hskey|tskey)-client-");

  private static final String CLIENT_SECRET_IS_NO_KEY =
      "this is the secret of an OAuth client, which is no auth key; make a pre-auth key and use that";

  private final TailnetState state;
  private final InstantSource clock;
  private final PolicyInForce policies;
  private final PreAuthKeyVerifier keys;
  private final PendingLogins pending;
  private final Supplier<SettingsInForce> settings;
  private final FailureLimit wrongKeys;
  private final RefusedProofs refused;

  Registrar(
      TailnetState state,
      InstantSource clock,
      PolicyInForce policies,
      PreAuthKeyVerifier keys,
      PendingLogins pending,
      Supplier<SettingsInForce> settings,
      RefusedProofs refused) {
    this.refused = refused;
    this.state = state;
    this.clock = clock;
    this.policies = policies;
    this.keys = keys;
    this.pending = pending;
    this.settings = settings;
    this.wrongKeys = new FailureLimit(clock);
  }

  /// What a device is answered; waits for the database where something changes.
  Reply register(RegisterRequest request, Registration device, String address) {
    Optional<Refusal> stolen = DeviceRows.stolen(state.image(), device);
    if (stolen.isPresent()) {
      return refusal(stolen.get());
    }
    Optional<Node> known = DeviceRows.holding(state.image(), device.nodeKey(), device.machineKey());
    Instant expiry = request.expiry();
    // A client that logs out may still send the auth key that it was started with.
    if (expiry != null && !expiry.isAfter(clock.instant())) {
      return known.isPresent() ? loggedOut(device, address) : expired();
    }
    Optional<Refusal> elsewhere = RequiredTailnet.refusal(request.tailnet(), settings.get());
    if (elsewhere.isPresent()) {
      return refusal(elsewhere.get());
    }
    if (known.isPresent()) {
      return returning(known.get(), device, address);
    }
    if (!request.followup().isEmpty()) {
      return followed(request.followup(), device, address);
    }
    String authKey = request.auth() == null ? "" : request.auth().authKey();
    return authKey.isEmpty() ? visiting(device, address) : keyed(authKey, device, address);
  }

  private Reply loggedOut(Registration device, String address) {
    LogOut command = new LogOut(device.machineKey(), device.nodeKey());
    return switch (submit(command, device, address)) {
      case Outcome.Done<Node> _ -> expired();
      case Outcome.Refused<Node> refused -> refusal(refused.refusal());
    };
  }

  /// A node that has been let in needs no key, so none is looked at or spent.
  private Reply returning(Node node, Registration device, String address) {
    Optional<Refusal> suspended = Standing.refusal(state.image(), node.owner());
    if (suspended.isPresent()) {
      return refusal(suspended.get());
    }
    Instant end = state.image().expiryOf(node);
    if (end != null && !clock.instant().isBefore(end)) {
      return expired();
    }
    if (DeviceRows.isReserved(node)) {
      Reply reply = recognised(device, address);
      return reply instanceof Reply.Now now && !now.response().error().isEmpty()
          ? reply
          : shortened(node, device, address).orElse(reply);
    }
    return shortened(node, device, address).orElseGet(() -> welcome(node));
  }

  /// The first time that a device comes here which was imported with both its keys.
  private Reply recognised(Registration device, String address) {
    RecogniseNode command = new RecogniseNode(device.machineKey(), device.nodeKey());
    return outcome(submit(command, device, address));
  }

  private Optional<Reply> shortened(Node node, Registration device, String address) {
    Instant end = state.image().expiryOf(node);
    Instant wanted = device.expiry();
    if (wanted == null || wanted.equals(end)) {
      return Optional.empty();
    }
    ShortenExpiry command = new ShortenExpiry(device.machineKey(), device.nodeKey(), wanted);
    return Optional.of(outcome(submit(command, device, address)));
  }

  private Reply keyed(String authKey, Registration device, String address) {
    if (wrongKeys.isExceeded(address)) {
      return new Reply.Slower("Too many auth keys from your address were wrong; wait a minute.");
    }
    Optional<PreAuthKey> key = keys.find(authKey);
    if (key.isEmpty()) {
      wrongKeys.failed(address);
      refused.count(RefusedProofs.Kind.AUTH_KEY);
      return refusal(
          CLIENT_SECRET.matcher(authKey).lookingAt()
              ? new Refusal(Refusal.Reason.INVALID, CLIENT_SECRET_IS_NO_KEY)
              : RegisterWithKey.unknown());
    }
    // Asked here too, so that a device which keeps trying a spent key writes no audit rows.
    Optional<Refusal> invalid = RegisterWithKey.refusal(state.image(), key.get(), clock.instant());
    if (invalid.isPresent()) {
      return refusal(invalid.get());
    }
    return outcome(submit(new RegisterWithKey(device, key.get().id(), policies), device, address));
  }

  /// What a device is answered whose login is not waited for any more.
  Reply anew(Registration device, String address) {
    return DeviceRows.holding(state.image(), device.nodeKey(), device.machineKey())
        .map(node -> returning(node, device, address))
        .orElseGet(() -> visiting(device, address));
  }

  /// Sends a person to the page of a login that waits from now on.
  private Reply visiting(Registration device, String address) {
    return switch (pending.open(device, address)) {
      case PendingLogins.Opened.Waiting(PendingLogin login) ->
          new Reply.Now(RegisterResponse.visit(LoginAddress.of(settings.get(), login.id())));
      case PendingLogins.Opened.Full(String sentence) -> new Reply.Slower(sentence);
    };
  }

  private Reply followed(String url, Registration device, String address) {
    return LoginAddress.id(url)
        .filter(id -> pending.knows(id, device))
        .<Reply>map(Reply.Later::new)
        .orElseGet(() -> visiting(device, address));
  }

  /// What a device is answered whose login has ended.
  Reply ended(Ending ending, Registration device, String address) {
    return switch (ending) {
      case Ending.Admitted(Node node) -> welcome(node);
      case Ending.Rejected _ ->
          new Reply.Now(RegisterResponse.refusal("login was rejected by an administrator"));
      case Ending.Lapsed _ -> anew(device, address);
      case Ending.Superseded _ -> new Reply.Slower("The device asks twice; the newer one is held.");
    };
  }

  private Outcome<Node> submit(Command<Node> command, Registration device, String address) {
    return state.submit(command, actor(device, address)).join();
  }

  private static Actor actor(Registration device, String address) {
    return new Actor("machine " + device.machineKey(), address);
  }

  private Reply outcome(Outcome<Node> outcome) {
    return switch (outcome) {
      case Outcome.Done<Node> done -> welcome(done.reply());
      case Outcome.Refused<Node> refused -> refusal(refused.refusal());
    };
  }

  private Reply welcome(Node node) {
    Tailnet image = state.image();
    Profile profile = Profile.of(image, node);
    return new Reply.Now(
        new RegisterResponse(
            profile.user(),
            profile.login(),
            false,
            Standing.of(image, node) == Standing.LET_IN,
            "",
            null,
            ""));
  }

  private static Reply expired() {
    RegisterResponse none = RegisterResponse.visit("");
    return new Reply.Now(
        new RegisterResponse(none.user(), none.login(), true, false, "", null, ""));
  }

  private static Reply refusal(Refusal refusal) {
    return new Reply.Now(RegisterResponse.refusal(refusal.sentence()));
  }
}
